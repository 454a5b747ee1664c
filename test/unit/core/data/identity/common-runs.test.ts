import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commonRuns, risingIndices } from '../../../../../lib/core/data/identity/diff/common-runs.ts';
import { runs } from '../../../../_properties.ts';

const sequence = (kinds: number) => fc.array(fc.nat(kinds), { maxLength: 40 }).map((all) => Int32Array.from(all));
const pair = fc.integer({ min: 0, max: 30 }).chain((kinds) => fc.tuple(sequence(kinds), sequence(kinds)));

/** Length of a longest common subsequence, by the table. */
function longest(a: Int32Array, b: Int32Array): number {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number) => table[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++)
      (table[i] as number[])[j] = a[i - 1] === b[j - 1] ? at(i - 1, j - 1) + 1 : Math.max(at(i - 1, j), at(i, j - 1));
  return at(a.length, b.length);
}
const total = (found: readonly { length: number }[]): number => found.reduce((sum, { length }) => sum + length, 0);

describe('what two sequences have in common', () => {
  test('is equal, and rises in both', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        let [endA, endB] = [0, 0];
        for (const run of commonRuns(a, b)) {
          expect(run.a).toBeGreaterThanOrEqual(endA);
          expect(run.b).toBeGreaterThanOrEqual(endB);
          expect(a.slice(run.a, run.a + run.length)).toEqual(b.slice(run.b, run.b + run.length));
          expect(run.length).toBeGreaterThan(0);
          [endA, endB] = [run.a + run.length, run.b + run.length];
        }
        expect(Math.max(endA, endB)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
      { numRuns: runs(300) },
    );
  });

  test('is as much as there is, where nothing stands exactly once', () => {
    // Ends that differ: what is trimmed off could leave one of two equal values, which then stands exactly once.
    const twice = (all: Int32Array, ends: [number, number]) => Int32Array.from([ends[0], ...all, ...all, ends[1]]);
    fc.assert(
      fc.property(sequence(3), sequence(3), (a, b) => {
        const [x, y] = [twice(a, [-1, -2]), twice(b, [-3, -4])];
        expect(total(commonRuns(x, y))).toBe(longest(x, y));
      }),
      { numRuns: runs(200) },
    );
  });

  test('is all but the edits, however long the sequences are', () => {
    for (const kinds of [2, 1e9]) {
      let state = 1;
      const a = Int32Array.from({ length: 100_000 }, () => {
        state = (Math.imul(state, 1103515245) + 12345) >>> 0;
        return (state >>> 8) % kinds;
      });
      const edited = [...a];
      for (const at of [90_000, 60_000, 30_000, 10]) edited.splice(at, 1, -5, -6);
      expect(total(commonRuns(a, Int32Array.from(edited)))).toBe(99_996);
    }
  });
});

test('a longest rising subsequence', () => {
  expect(risingIndices([5, 1, 4, 2, 3, 9, 0]).length).toBe(4);
  expect(risingIndices([])).toEqual([]);
  expect(risingIndices([3, 3, 3]).length).toBe(1);
});
