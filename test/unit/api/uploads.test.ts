import { beforeEach, describe, expect, test } from 'vitest';
import { change } from '../../../lib/core/registry/change.ts';
import { create } from '../../../lib/core/registry/documents.ts';
import { SK } from '../../../lib/core/registry/keys.ts';
import { applied, codeOf, manifest, type TestPlatform, testPlatform } from './_platform.ts';

const CODE = { sha256: 'ab'.repeat(32), size: 100 };
let platform: TestPlatform;
const announce = (body: unknown, headers: Record<string, string> = {}) =>
  platform.call('POST', '/models/churn/uploads', { body, headers });
beforeEach(async () => {
  platform = testPlatform();
  await applied(platform);
});

describe('POST /models/{model}/uploads', () => {
  test('records the author and hands out a PUT for a key under the id', async () => {
    const { status, headers, body } = await announce({ fileName: '2026-11.csv' });
    expect(status).toBe(201);
    expect(headers['location']).toBe(`/v1/models/churn/uploads/${body.upload}`);
    expect(body).toMatchObject({
      bucket: 'data',
      key: `churn/uploads/${body.upload}/2026-11.csv`,
      put: { headers: {} },
    });
    expect(body.code).toBeUndefined();
    expect((await platform.registry.events('churn')).at(-1)).toMatchObject({
      kind: 'upload-announced',
      actor: 'arn:aws:iam::1:user/anna',
      data: { upload: body.upload },
    });
    expect((await platform.call('GET', `/models/churn/uploads/${body.upload}`)).body).toMatchObject({
      state: 'announced',
      author: 'arn:aws:iam::1:user/anna',
    });
  });

  test('the same key gives the same upload, with a fresh URL', async () => {
    const first = await announce({ fileName: 'a.csv' }, { 'idempotency-key': 'k1' });
    const second = await announce({ fileName: 'a.csv' }, { 'idempotency-key': 'k1' });
    expect(second.body.upload).toBe(first.body.upload);
    expect(await platform.registry.events('churn')).toHaveLength(2);
    expect(await announce({ fileName: 'b.csv' }, { 'idempotency-key': 'k1' })).toMatchObject({ status: 422 });
  });

  test('a script model needs code, whose PUT is bound to its digest', async () => {
    await platform.call('PUT', '/models/churn', { body: manifest({ training: { algorithm: 'script' } }) });
    expect(await announce({ fileName: 'a.csv' })).toMatchObject({
      status: 400,
      body: { type: 'urn:sluice:code-missing' },
    });
    const { body } = await announce({ fileName: 'a.csv', code: CODE });
    expect(body.code.headers).toEqual({
      'x-amz-checksum-sha256': Buffer.from(CODE.sha256, 'hex').toString('base64'),
    });
    expect(body.code.url).toContain(`churn/code/${CODE.sha256}/`);
  });

  test('another model takes no code', async () => {
    expect(codeOf(await announce({ fileName: 'a.csv', code: CODE }))).toBe('invalid-request');
  });

  test.each(['', '../x', 'a/b', '.hidden', 'a%2eb', 'a\u0000b', 'ä.csv', 'x'.repeat(129)])(
    '%j is no file name',
    async (fileName) => {
      const answer = await announce({ fileName });
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '#/fileName' }] } });
    },
  );

  test('an unknown model is a 404 and leaves nothing behind', async () => {
    const before = platform.registry.dump().length;
    const answer = await platform.call('POST', '/models/other/uploads', { body: { fileName: 'a.csv' } });
    expect(answer).toMatchObject({ status: 404, body: { type: 'urn:sluice:unknown-model' } });
    expect(platform.registry.dump()).toHaveLength(before);
  });
});

test('an announced upload that arrived shows its run and its end', async () => {
  const { body } = await announce({ fileName: 'a.csv' });
  const { ports, clock } = platform;
  for (const [hash, upload] of [
    ['aa'.repeat(32), body.upload],
    ['bb'.repeat(32), undefined],
  ] as const) {
    clock.advance(1000);
    const run = ports.ids.ulid();
    const common = { v: 1 as const, model: 'churn', author: 'anna', run, attempt: 1 };
    await change(ports, 'churn', async ({ time }) => ({
      event: { kind: 'upload-received', actor: 'anna', data: { run } },
      writes: [
        create(SK.upload(hash), { ...common, hash, bucket: 'data', key: 'k', upload, state: 'accepted', time }),
        create(SK.run(run), { ...common, upload: hash, execution: 'e', state: 'running', started: time }),
      ],
      result: undefined,
    }));
  }
  const found = await platform.call('GET', `/models/churn/uploads/${body.upload}`);
  expect(found.body).toMatchObject({ state: 'accepted', hash: 'aa'.repeat(32), upload: body.upload });
  expect((await platform.call('GET', `/models/churn/uploads/${'bb'.repeat(32)}`)).body.state).toBe('accepted');
  expect((await platform.call('GET', '/models/churn/runs')).body.items).toHaveLength(2);
  expect((await platform.call('GET', `/models/churn/runs/${found.body.run}`)).body).toMatchObject({ state: 'running' });
});
