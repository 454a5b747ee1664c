import { beforeEach, describe, expect, test } from 'vitest';
import { change } from '../../../lib/core/registry/change.ts';
import { create } from '../../../lib/core/registry/documents.ts';
import type { Run } from '../../../lib/core/registry/entities.ts';
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

describe('POST /models/{model}/uploads/{upload}/retries', () => {
  const HASH = 'cc'.repeat(32);
  const retry = (upload: string, headers: Record<string, string> = {}, body: unknown = {}) =>
    platform.call('POST', `/models/churn/uploads/${upload}/retries`, { body, headers, user: 'ben' });

  /** An upload of anna whose only run ended so. */
  async function ended(state: Run['state'], upload?: string): Promise<void> {
    const { ports } = platform;
    const run = ports.ids.ulid();
    const common = { v: 1 as const, model: 'churn', author: 'anna', run, attempt: 1 };
    const claim = { ...common, hash: HASH, bucket: 'data', key: 'k', ...(upload ? { upload } : {}) };
    const states = {
      failed: 'failed',
      refused: 'refused',
      running: 'accepted',
      registered: 'accepted',
      rejected: 'accepted',
      linked: 'linked',
    } as const;
    await change(ports, 'churn', async ({ time }) => ({
      event: { kind: 'upload-received', actor: 'anna', data: { run } },
      writes: [
        create(SK.upload(HASH), { ...claim, state: states[state], time }),
        create(SK.run(run), { ...common, upload: HASH, execution: `${HASH}-1`, state, started: time }),
      ],
      result: undefined,
    }));
  }

  test.each(['failed', 'refused'] as const)('tries what was %s again, by id or by hash', async (state) => {
    const { body } = await announce({ fileName: 'a.csv' });
    await ended(state, body.upload);
    const { status, headers, body: run } = await retry(body.upload);
    expect(status).toBe(202);
    expect(run).toMatchObject({ state: 'running', attempt: 2, upload: HASH, author: 'anna', execution: `${HASH}-2` });
    expect(headers['location']).toBe(`/v1/models/churn/runs/${run.run}`);
    expect(platform.executions.started).toMatchObject([{ name: `${HASH}-2`, input: { run: run.run, upload: HASH } }]);
    expect((await platform.registry.events('churn')).at(-1)).toMatchObject({
      kind: 'upload-retried',
      actor: 'arn:aws:iam::1:user/ben',
      data: { attempt: 2, upload: HASH },
    });
    expect((await platform.call('GET', `/models/churn/uploads/${HASH}`)).body).toMatchObject({ state: 'received' });
  });

  test('is idempotent: by its key, and while the run is under way', async () => {
    await ended('failed');
    const first = await retry(HASH, { 'idempotency-key': 'k' });
    expect((await retry(HASH, { 'idempotency-key': 'k' })).body.run).toBe(first.body.run);
    expect((await retry(HASH)).body.run).toBe(first.body.run);
    expect(platform.executions.started).toHaveLength(1);
    expect((await platform.call('GET', '/models/churn/runs')).body.items).toHaveLength(2);
  });

  test('makes up for a start that was lost', async () => {
    await ended('failed');
    const { start } = platform.executions;
    platform.executions.start = async () => {
      throw new Error('Step Functions is away');
    };
    expect((await retry(HASH)).status).toBe(500);
    platform.executions.start = start;
    expect(await retry(HASH)).toMatchObject({ status: 202, body: { attempt: 2 } });
    expect(platform.executions.started).toMatchObject([{ name: `${HASH}-2` }]);
  });

  test.each(['running', 'registered', 'rejected', 'linked'] as const)('leaves what is %s alone', async (state) => {
    await ended(state);
    const before = platform.registry.dump();
    const answer = await retry(HASH);
    expect(answer).toMatchObject({ status: 409, body: { type: 'urn:sluice:not-retryable' } });
    expect(platform.registry.dump()).toEqual(before);
    expect(platform.executions.started).toEqual([]);
  });

  test('has nothing to do for an announcement, an unknown upload and an unknown member', async () => {
    const { body } = await announce({ fileName: 'a.csv' });
    expect(codeOf(await retry(body.upload))).toBe('not-retryable');
    expect(codeOf(await retry('dd'.repeat(32)))).toBe('unknown-upload');
    expect(codeOf(await retry(HASH, {}, { force: true }))).toBe('invalid-request');
  });

  test('keeps the limit of a day', async () => {
    platform = testPlatform({ maxTrainingsPerDay: 1 });
    await applied(platform);
    await ended('failed');
    expect(codeOf(await retry(HASH))).toBe('not-retryable');
  });
});
