/** Listings: how many are shown, how many there are beyond, and the one item that a cut id means. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { byPrefix, listing, merged, moreText } from '../../../lib/cli/pages.ts';
import type { Api } from '../../../lib/cli/session.ts';
import { runs } from '../../_properties.ts';

const Item = z.object({ id: z.string() });

/** An API that holds these ids, newest first, and counts its requests. */
function held(ids: readonly string[]): { api: Api; asked: () => number } {
  let asked = 0;
  const sorted = ids.toSorted().reverse();
  return {
    asked: () => asked,
    api: async ({ path }) => {
      asked += 1;
      const query = new URL(path, 'http://x').searchParams;
      const limit = Number(query.get('limit'));
      if (limit < 1 || limit > 100) throw new Error(`limit ${limit}`);
      const from = Number(query.get('cursor') ?? 0);
      const end = from + limit;
      const items = sorted.slice(from, end).map((id) => ({ id }));
      return {
        status: 200,
        headers: new Headers(),
        body: { items, ...(end < sorted.length ? { cursor: String(end) } : {}) },
      };
    },
  };
}
const ids = (count: number): string[] => Array.from({ length: count }, (_, i) => `01JD${String(i).padStart(22, '0')}`);

describe('a listing', () => {
  it('shows as many as asked for, and says how many there are beyond', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 450 }), fc.integer({ min: 1, max: 300 }), async (count, limit) => {
        const found = await listing(held(ids(count)).api, '/x', Item, limit);
        const beyond = Math.max(0, count - limit);
        expect(found.items.map(({ id }) => id)).toEqual(ids(count).reverse().slice(0, limit));
        expect(found.more).toBe(beyond > 100 ? 'many' : beyond);
      }),
      { numRuns: runs(50) },
    );
  });

  it.each([
    [0, ''],
    [23, '23 more: --limit 43'],
    ['many', 'more: --limit'],
  ] as const)('beyond %s: %j', (more, text) => expect(moreText({ items: Array(20).fill(0), more })).toBe(text));

  it('of several is one, newest first', () => {
    const found = merged(
      [
        { items: ['c', 'a'], more: 2 },
        { items: ['b'], more: 0 },
      ],
      (id) => id,
      2,
    );
    expect(found).toEqual({ items: ['c', 'b'], more: 3 });
  });
});

describe('a cut id', () => {
  const find = (known: readonly string[], prefix: string) =>
    byPrefix(held(known).api, '/x', Item, { what: 'run', prefix, idOf: ({ id }) => id });

  it('means the one item that begins so, however old', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 249 }), async (index) => {
        const id = ids(250)[index] ?? '';
        expect(await find(ids(250), id.toLowerCase())).toEqual({ id });
      }),
      { numRuns: runs(20) },
    );
    expect(await find(['01JD8ZQ4T6', '01JD8ZQ5AA'], '01jd8zq4')).toEqual({ id: '01JD8ZQ4T6' });
  });

  it.each([
    [['01JA', '01JB'], '01J', /2 ids of a run begin with 01J: 01JB, 01JA/],
    [['01JA'], '01K', /no run has an id that begins with 01K/],
    [['01JA'], '../models', /no id of a run/],
  ])('of %j, %s is refused', async (known, prefix, message) => {
    await expect(find(known, prefix)).rejects.toMatchObject({ code: 2, message: expect.stringMatching(message) });
  });

  it('is looked for no further than its time', async () => {
    const { api, asked } = held([...ids(5000), '01JZ']);
    await byPrefix(api, '/x', Item, { what: 'run', prefix: '01JZ', idOf: ({ id }) => id });
    expect(asked()).toBe(1);
  });
});
