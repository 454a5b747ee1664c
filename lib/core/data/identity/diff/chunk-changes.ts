/** Where the rows of two datasets differ, told from their stored chunks alone. */
import type { ChunkList } from '../../../contracts/chunks.ts';
import { MOST_RANGES, type RowChanges } from '../../../contracts/data-diff.ts';
import { atLevel } from '../chunk-list.ts';
import { type CommonRun, commonRuns, gapsOf } from './common-runs.ts';

/** Of datasets with the same columns, target and id: else no row of one is a row of the other. */
export function chunkChanges(before: ChunkList, after: ChunkList): RowChanges {
  const level = Math.max(before.level, after.level);
  const [a, b] = [atLevel(before, level).chunks, atLevel(after, level).chunks];
  const numbers = new Map<string, number>();
  const numbered = (digest: string): number => {
    const known = numbers.get(digest) ?? numbers.size;
    numbers.set(digest, known);
    return known;
  };
  const runs = commonRuns(
    Int32Array.from(a, ({ digest }) => numbered(digest)),
    Int32Array.from(b, ({ digest }) => numbered(digest)),
  );
  const [rowsA, rowsB] = [rowsBefore(a), rowsBefore(b)];
  const all = gapsOf(runs, a.length, b.length).map(({ fromA, toA, fromB, toB }) => ({
    before: rangeOf(rowsA, fromA, toA),
    after: rangeOf(rowsB, fromB, toB),
  }));
  const equal = runs.reduce((sum, run: CommonRun) => sum + rangeOf(rowsA, run.a, run.a + run.length).rows, 0);
  return {
    basis: 'chunks',
    equal,
    ranges: all.slice(0, MOST_RANGES),
    moreRanges: Math.max(0, all.length - MOST_RANGES),
  };
}

/** How many rows lie before each chunk, and behind the last. */
function rowsBefore(chunks: readonly { rows: number }[]): number[] {
  const sums = [0];
  for (const { rows } of chunks) sums.push((sums.at(-1) ?? 0) + rows);
  return sums;
}

const rangeOf = (before: readonly number[], from: number, to: number) => ({
  first: (before[from] ?? 0) + 1,
  rows: (before[to] ?? 0) - (before[from] ?? 0),
});
