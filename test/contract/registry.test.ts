import { beforeEach, expect, test } from 'vitest';
import { dynamoDbClient } from '../../lib/adapters/aws/clients.ts';
import { awsRegistry } from '../../lib/adapters/aws/registry.ts';
import { memoryRegistry } from '../../lib/adapters/memory/registry.ts';
import { CommitConflict, type Item, type Registry } from '../../lib/core/ports/registry.ts';
import { type ChainHead, EMPTY_CHAIN, nextEvent } from '../../lib/core/registry/chain.ts';
import { modelKey, PLATFORM_CHAIN, SK } from '../../lib/core/registry/keys.ts';
import { makeTables, onEachAdapter } from './_emulator.ts';

const item = (sk: string, content: Record<string, unknown> = {}, model = 'churn'): Item => ({
  pk: modelKey(model),
  sk,
  v: 1,
  ...content,
});

const commitOf = (head: ChainHead, writes: Parameters<Registry['commit']>[0]['writes'] = [], model = 'churn') => ({
  model,
  head: head.seq,
  event: nextEvent(model, head, new Date('2026-01-05T08:00:00Z'), {
    kind: 'model-applied',
    actor: 'anna',
    data: { writes: writes.length, nested: { list: [1, 'two', null], ok: true } },
  }),
  writes,
  meta: item(SK.meta, { model, revision: head.seq + 1 }, model),
});

const conflict = async (promise: Promise<unknown>): Promise<{ on: string; sk?: string | undefined }> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CommitConflict)) throw new Error(`not a conflict: ${String(error)}`);
  return { on: error.on, ...(error.sk ? { sk: error.sk } : {}) };
};

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of items) all.push(one);
  return all;
}

onEachAdapter<Registry>(
  'the registry',
  {
    memory: () => memoryRegistry(),
    aws: async () => awsRegistry({ client: dynamoDbClient(), ...(await makeTables()) }),
  },
  (make) => {
    let registry: Registry;
    beforeEach(async () => {
      registry = await make();
    });

    test('numbers come back as they were put, from 1e-100 to 1e100', async () => {
      const numbers = [0, -1.5, 0.1, 2 ** 53 + 2, 1.6e18, -1e100, 1e100, 1e-100, 5.00000000000001e-7];
      await registry.put({ item: item('X', { numbers }), when: 'absent' });
      expect((await registry.get(modelKey('churn'), 'X'))?.['numbers']).toEqual(numbers);
    });

    test('an item comes back as it was put, undefined members left out, with its revision', async () => {
      const content = { text: 'ü', n: 1.5, list: [1, { a: null }], flag: false, none: undefined, empty: '' };
      await registry.put({ item: item('X', content), when: 'absent' });
      const { none: _none, ...kept } = content;
      expect(await registry.get(modelKey('churn'), 'X')).toEqual({ ...item('X', kept), rev: 1 });
      expect(await registry.get(modelKey('churn'), 'Y')).toBeUndefined();
    });

    test('a put keeps its condition', async () => {
      await registry.put({ item: item('X', { n: 1 }), when: 'absent' });
      expect(await conflict(registry.put({ item: item('X'), when: 'absent' }))).toEqual({ on: 'item', sk: 'X' });
      expect(await conflict(registry.put({ item: item('X'), when: { revision: 2 } }))).toMatchObject({ on: 'item' });
      expect(await conflict(registry.put({ item: item('Y'), when: { revision: 1 } }))).toMatchObject({ on: 'item' });
      await registry.put({ item: item('X', { n: 2 }), when: { revision: 1 } });
      await registry.put({ item: item('X', { n: 3 }), when: 'any' });
      await registry.put({ item: item('Z', { n: 1 }), when: 'any' });
      expect(await registry.get(modelKey('churn'), 'X')).toMatchObject({ n: 3, rev: 3 });
      expect(await registry.get(modelKey('churn'), 'Z')).toMatchObject({ n: 1, rev: 1 });
    });

    test('a commit moves the head, appends the event and writes the state', async () => {
      const first = commitOf(EMPTY_CHAIN, [{ item: item('X', { n: 1 }), when: 'absent' }]);
      await registry.commit(first);
      const second = commitOf(first.event, [{ item: item('X', { n: 2 }), when: { revision: 1 } }]);
      await registry.commit(second);
      const { seq, hash, time } = second.event;
      expect(await registry.get(modelKey('churn'), SK.meta)).toEqual({
        ...second.meta,
        head: { seq, hash, time },
        rev: 2,
      });
      expect(await registry.get(modelKey('churn'), 'X')).toMatchObject({ n: 2, rev: 2 });
      expect(await registry.events('churn')).toEqual([first.event, second.event]);
    });

    test('a commit on an old head is refused whole', async () => {
      const first = commitOf(EMPTY_CHAIN);
      await registry.commit(first);
      const late = {
        ...commitOf(EMPTY_CHAIN, [{ item: item('X'), when: 'absent' }]),
        event: nextEvent('churn', EMPTY_CHAIN, new Date(), { kind: 'release-live', actor: 'late', data: {} }),
      };
      expect(await conflict(registry.commit(late))).toEqual({ on: 'head' });
      expect(await registry.get(modelKey('churn'), 'X')).toBeUndefined();
      expect(await registry.events('churn')).toHaveLength(1);
    });

    test('a commit with one write that is refused writes nothing, and names it', async () => {
      await registry.put({ item: item('X', { n: 1 }), when: 'absent' });
      const refused = commitOf(EMPTY_CHAIN, [
        { item: item('W'), when: 'absent' },
        { item: item('X', { n: 2 }), when: { revision: 7 } },
      ]);
      expect(await conflict(registry.commit(refused))).toEqual({ on: 'item', sk: 'X' });
      expect(await registry.get(modelKey('churn'), 'W')).toBeUndefined();
      expect(await registry.get(modelKey('churn'), SK.meta)).toBeUndefined();
      expect(await registry.events('churn')).toEqual([]);
    });

    test('of commits that race on one head exactly one wins', async () => {
      const results = await Promise.allSettled(
        Array.from({ length: 6 }, (_, n) =>
          registry.commit(commitOf(EMPTY_CHAIN, [{ item: item(`W${n}`), when: 'absent' }])).then(() => n),
        ),
      );
      const items = await registry.list(modelKey('churn'), 'W');
      expect(await registry.events('churn')).toHaveLength(1);
      expect(items.items).toHaveLength(1);
      expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
    });

    test('8 writes fit into a commit, 9 do not', async () => {
      const writes = (n: number) =>
        Array.from({ length: n }, (_, i) => ({ item: item(`W${i}`), when: 'absent' as const }));
      await expect(registry.commit(commitOf(EMPTY_CHAIN, writes(9)))).rejects.toThrow(RangeError);
      await registry.commit(commitOf(EMPTY_CHAIN, writes(8)));
    });

    test('lists by prefix in key order, both ways, page by page', async () => {
      for (const n of [3, 1, 2, 5, 4]) await registry.put({ item: item(`RUN#${n}`), when: 'absent' });
      await registry.put({ item: item('RUNS'), when: 'absent' });
      await registry.put({ item: item('RUN#9', {}, 'other'), when: 'absent' });
      const keys = (page: { items: Item[] }) => page.items.map(({ sk }) => sk);
      const all = await registry.list(modelKey('churn'), 'RUN#');
      expect(keys(all)).toEqual(['RUN#1', 'RUN#2', 'RUN#3', 'RUN#4', 'RUN#5']);
      expect(all.cursor).toBeUndefined();
      for (const newestFirst of [false, true]) {
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await registry.list(modelKey('churn'), 'RUN#', {
            limit: 2,
            newestFirst,
            ...(cursor ? { cursor } : {}),
          });
          expect(page.items.length).toBeGreaterThan(0);
          seen.push(...keys(page));
          cursor = page.cursor;
        } while (cursor);
        expect(seen).toEqual(newestFirst ? keys(all).reverse() : keys(all));
      }
    });

    test('events are given in order, after a number, up to a limit', async () => {
      let head = EMPTY_CHAIN;
      for (let n = 0; n < 4; n += 1) {
        const commit = commitOf(head);
        await registry.commit(commit);
        head = commit.event;
      }
      const numbers = async (options: { after?: number; limit?: number }) =>
        (await registry.events('churn', options)).map(({ seq }) => seq);
      expect(await numbers({ after: 1 })).toEqual([2, 3, 4]);
      expect(await numbers({ after: 1, limit: 2 })).toEqual([2, 3]);
      expect(await numbers({ after: 4 })).toEqual([]);
    });

    test('models are in MODELS, stages in LIVE while they serve, the platform chain in none', async () => {
      for (const model of ['churn', 'fraud', PLATFORM_CHAIN]) await registry.commit(commitOf(EMPTY_CHAIN, [], model));
      const serving = { version: 1 };
      const stage = SK.stage('production');
      await registry.put({ item: item(stage, { serving }), when: 'absent' });
      await registry.put({ item: item(SK.stage('staging')), when: 'absent' });
      await registry.put({ item: item(SK.history('production', '2026'), { serving }), when: 'absent' });
      const models = (await collected(registry.collection('MODELS'))).map(({ pk }) => pk);
      expect(models.toSorted()).toEqual(['M#churn', 'M#fraud']);
      expect(await collected(registry.collection('LIVE'))).toEqual([item(stage, { serving, rev: 1 })]);
      await registry.put({ item: item(stage), when: { revision: 1 } });
      expect(await collected(registry.collection('LIVE'))).toEqual([]);
    });
  },
);
