/** Lists: their filters, their cursors, and what a page costs. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { create } from '../../../lib/core/registry/documents.ts';
import type { Release, Run } from '../../../lib/core/registry/entities.ts';
import { SK } from '../../../lib/core/registry/keys.ts';
import { type Answer, applied, codeOf, registered, type TestPlatform, testPlatform } from './_platform.ts';

let platform: TestPlatform;
const get = (path: string, query: Record<string, string> = {}) =>
  platform.call('GET', `/models/churn${path}`, { query });
beforeEach(async () => {
  platform = testPlatform();
  await applied(platform);
});

const MINUTE = 60_000;
const run = (id: string, state: Run['state'], started: string): Run => ({
  v: 1,
  model: 'churn',
  run: id,
  upload: 'u',
  attempt: 1,
  execution: 'e',
  author: 'anna',
  state,
  started,
});

/** One run a minute, the first at 8:00. */
async function runsOf(...states: Run['state'][]): Promise<string[]> {
  const { ports, clock, registry } = platform;
  const ids: string[] = [];
  for (const state of states) {
    const id = ports.ids.ulid();
    await registry.put(create(SK.run(id), run(id, state, clock.now().toISOString())));
    ids.push(id);
    clock.advance(MINUTE);
  }
  return ids;
}
const idsOf = ({ body }: Answer): string[] => body.items.map((item) => (item as unknown as Run).run);

describe('runs', () => {
  test('are given by state, since a time, or both', async () => {
    const [, second, third, fourth] = await runsOf('failed', 'failed', 'registered', 'failed');
    expect(idsOf(await get('/runs', { state: 'failed', since: '2026-01-05T08:01:00Z' }))).toEqual([fourth, second]);
    expect(idsOf(await get('/runs', { since: '2026-01-05T09:02:00+01:00' }))).toEqual([fourth, third]);
    expect(idsOf(await get('/runs', { state: 'refused' }))).toEqual([]);
  });

  test('that are few among many take more than one page, each of at most 500 looks', async () => {
    const [wanted] = await runsOf('failed', ...Array.from({ length: 600 }, () => 'linked' as const));
    const first = await get('/runs', { state: 'failed', limit: '1' });
    expect(idsOf(first)).toEqual([]);
    const second = await get('/runs', { state: 'failed', limit: '1', cursor: first.body.cursor });
    expect(idsOf(second)).toEqual([wanted]);
    expect(second.body.cursor).toBeUndefined();
  });

  test('of a state are given once each, page by page', async () => {
    const ids = await runsOf(
      ...Array.from({ length: 9 }, (_, i) => (i % 2 ? ('failed' as const) : ('linked' as const))),
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await get('/runs', { state: 'linked', limit: '2', ...(cursor ? { cursor } : {}) });
      seen.push(...idsOf(page));
      cursor = page.body.cursor;
    } while (cursor);
    expect(seen).toEqual(ids.filter((_, i) => i % 2 === 0).reverse());
  });

  test.each([
    { state: 'gone' },
    { since: 'yesterday' },
    { since: '' },
    { since: '9999-12-31T23:59:59-01:00' },
    { limit: '1e1' },
    { limit: ' 5' },
    { limit: '' },
  ])('the query %j is refused', async (query) => {
    const answer = await get('/runs', query as Record<string, string>);
    expect([codeOf(answer), answer.body.errors[0]?.pointer]).toEqual(['invalid-request', `?${Object.keys(query)[0]}`]);
  });
});

test('events are given since a time, and page by page from there', async () => {
  for (const version of [1, 2, 3, 4]) {
    platform.clock.advance(MINUTE);
    await registered(platform, version);
  }
  const seqs = ({ body }: Answer) => body.items.map(({ seq }) => seq);
  const since = '2026-01-05T08:02:00.000Z';
  const first = await get('/events', { since, limit: '2' });
  expect(seqs(first)).toEqual([3, 4]);
  expect(seqs(await get('/events', { since, cursor: first.body.cursor }))).toEqual([5]);
  expect(seqs(await get('/events', { since: '2025-01-01T00:00:00Z' }))).toEqual([1, 2, 3, 4, 5]);
  expect(seqs(await get('/events', { since: '2027-01-01T00:00:00Z' }))).toEqual([]);
});

test('the newest release of a stage is one read, however many other stages had', async () => {
  const release = (stage: string, id: string) =>
    ({
      v: 1,
      model: 'churn',
      stage,
      release: id,
      kind: 'promote',
      version: 1,
      author: 'anna',
      state: 'live',
    }) as Release;
  const common = {
    fence: 1,
    endpoint: 'e',
    configuration: 'c',
    effectiveShare: 1,
    requested: '2026-01-05T08:00:00.000Z',
  };
  const rollout = { strategy: 'all-at-once', bakeMinutes: 0 };
  for (const stage of ['production', ...Array.from({ length: 50 }, () => 'staging')]) {
    const id = platform.ports.ids.ulid();
    await platform.registry.put(create(SK.release(stage, id), { ...release(stage, id), ...common, rollout }));
  }
  const list = vi.spyOn(platform.registry, 'list');
  const { body } = await get('/stages/production/releases', { limit: '1' });
  expect(body.items).toMatchObject([{ stage: 'production' }]);
  expect(list).toHaveBeenCalledTimes(1);
});

describe('a cursor', () => {
  const base64url = (text: string): string => Buffer.from(text).toString('base64url');

  test.each([
    ['of no base64', '%%%'],
    ['with padding', `${base64url('RUN#01J')}=`],
    ['of bytes that are no UTF-8', Buffer.from([0x52, 0xff]).toString('base64url')],
    ['of another list', base64url('VERSION#000001')],
    ['of the whole model', base64url('META')],
    ['of nothing', ''],
    ['of 2,000 characters', 'x'.repeat(2000)],
  ])('%s is refused', async (_what, cursor) => {
    const answer = await get('/runs', { cursor });
    expect([answer.status, codeOf(answer), answer.body.errors[0]?.pointer]).toEqual([
      400,
      'invalid-request',
      '?cursor',
    ]);
  });

  test('of the models is a name', async () => {
    expect(codeOf(await platform.call('GET', '/models', { query: { cursor: 'No Name' } }))).toBe('invalid-request');
  });
});

test.each(['', '/stages', '/runs/01J00000000000000000000000'])(
  'a query parameter that %j does not know is refused, and named',
  async (path) => {
    expect(await get(path, { verbose: 'true' })).toMatchObject({
      status: 400,
      body: { type: 'urn:sluice:invalid-request', errors: [{ pointer: '?verbose' }] },
    });
  },
);

test.each(['runs', 'uploads', 'versions', 'stages/production/releases'])(
  'an id in %s that is longer than any key is a 404',
  async (kind) => {
    expect((await get(`/${kind}/${'0'.repeat(3000)}`)).status).toBe(404);
  },
);
