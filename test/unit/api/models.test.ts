import { beforeEach, describe, expect, test } from 'vitest';
import { applied, codeOf, manifest, type TestPlatform, testPlatform } from './_platform.ts';

let platform: TestPlatform;
const put = (body: unknown, headers: Record<string, string> = {}) =>
  platform.call('PUT', '/models/churn', { body, headers });
beforeEach(() => {
  platform = testPlatform();
});

describe('PUT /models/{model}', () => {
  test('the first manifest makes the model, a changed one a revision', async () => {
    expect(await put(manifest())).toMatchObject({
      status: 201,
      headers: { etag: '"1"' },
      body: { revision: 1, changed: true },
    });
    const changed = await put(manifest({ evaluation: { gates: [] } }));
    expect(changed).toMatchObject({ status: 200, headers: { etag: '"2"' }, body: { revision: 2 } });
    const events = await platform.registry.events('churn');
    expect(events.map(({ kind, actor, data }) => [kind, actor, data['revision']])).toEqual([
      ['model-applied', 'arn:aws:iam::1:user/anna', 1],
      ['model-applied', 'arn:aws:iam::1:user/anna', 2],
    ]);
  });

  test('an equal manifest changes nothing, whatever it is based on', async () => {
    await applied(platform);
    const again = await put(manifest({ monitoring: { drift: { everyHours: 1 } } }), { 'if-match': '"0"' });
    expect(again).toMatchObject({ status: 200, body: { revision: 1, changed: false } });
    expect(await platform.registry.events('churn')).toHaveLength(1);
  });

  test('a change based on an older revision is refused with the current one', async () => {
    await applied(platform);
    const body = manifest({ evaluation: { gates: [] } });
    const refused = await put(body, { 'if-match': '"7"' });
    expect(refused).toMatchObject({ status: 412, body: { type: 'urn:sluice:revision-mismatch', current: 1 } });
    expect((await put(body, { 'if-match': '"1"' })).status).toBe(200);
    for (const no of ['x', 'W/"1"', '"1", "2"', ''])
      expect(codeOf(await put(body, { 'if-match': no }))).toBe('invalid-request');
  });

  test('If-Match: * wants a model that exists, If-None-Match: * one that does not', async () => {
    const changed = manifest({ evaluation: { gates: [] } });
    expect((await put(manifest(), { 'if-match': '*' })).status).toBe(412);
    expect((await put(manifest(), { 'if-none-match': '*' })).status).toBe(201);
    expect((await put(changed, { 'if-none-match': '*' })).status).toBe(412);
    expect((await put(changed, { 'if-match': '*' })).status).toBe(200);
    expect(codeOf(await put(changed, { 'if-none-match': '"1"' }))).toBe('invalid-request');
    expect(codeOf(await put(changed, { 'if-match': '*', 'if-none-match': '*' }))).toBe('invalid-request');
  });

  test('a body that is declared as something else than JSON is a 415', async () => {
    for (const type of ['text/yaml', 'application/x-www-form-urlencoded', 'application/jsonp', ''])
      expect(await put(manifest(), { 'content-type': type })).toMatchObject({
        status: 415,
        body: { type: 'urn:sluice:unsupported-media-type' },
      });
    for (const type of ['Application/JSON; charset=utf-8', 'application/vnd.sluice+json'])
      expect((await put(manifest(), { 'content-type': type })).status).toBeLessThan(300);
  });

  test('every fault of a manifest is answered with its place and mend, and nothing is stored', async () => {
    const answer = await put({ ...manifest({ evaluation: { gates: ['acu >= 0.8'] } }), task: 'regresion' });
    expect(answer).toMatchObject({
      status: 400,
      headers: { 'content-type': 'application/problem+json' },
      body: { type: 'urn:sluice:invalid-manifest', instance: 'urn:sluice:request:r-1' },
    });
    expect(answer.body.errors[0]).toMatchObject({ pointer: '#/task', mend: expect.stringContaining('regression') });
    const gate = await put(manifest({ evaluation: { gates: ['acu >= 0.8'] } }));
    expect(gate.body.errors[0]).toMatchObject({ pointer: '#/evaluation/gates/0', mend: expect.any(String) });
    expect(platform.registry.dump()).toEqual([]);
  });

  test('what the policy forbids is refused', async () => {
    const answer = await put(manifest({ stages: { production: { serving: { count: 9 } } } }));
    expect(answer.body.errors).toMatchObject([
      { pointer: '#/stages/production/serving/count', code: 'manifest/policy' },
    ]);
  });

  test('the manifest must be of the model in the path', async () => {
    expect(await platform.call('PUT', '/models/fraud', { body: manifest() })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '#/model' }] },
    });
    expect((await platform.call('PUT', '/models/No_Model', { body: manifest() })).status).toBe(400);
  });
});

describe('GET /models', () => {
  test('lists by name, page by page', async () => {
    for (const model of ['fraud', 'churn', 'price'])
      await platform.call('PUT', `/models/${model}`, { body: manifest({ model }) });
    const first = await platform.call('GET', '/models', { query: { limit: '2' } });
    expect(first.body.items.map(({ model }) => model)).toEqual(['churn', 'fraud']);
    const second = await platform.call('GET', '/models', { query: { limit: '2', cursor: first.body.cursor } });
    expect(second.body).toMatchObject({ items: [{ model: 'price', revision: 1 }] });
    expect(second.body.cursor).toBeUndefined();
  });

  test('a model has its manifest and the revision as its tag', async () => {
    await applied(platform);
    expect(await platform.call('GET', '/models/churn')).toMatchObject({
      status: 200,
      headers: { etag: '"1"' },
      body: { revision: 1, author: 'arn:aws:iam::1:user/anna', manifest: { model: 'churn' }, head: { seq: 1 } },
    });
  });

  test.each([{ limit: '0' }, { limit: '101' }, { limit: 'x' }, { size: '3' }])(
    'the query %j is refused',
    async (query) => {
      expect(codeOf(await platform.call('GET', '/models', { query: query as Record<string, string> }))).toBe(
        'invalid-request',
      );
    },
  );
});
