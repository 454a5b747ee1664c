/** Counts of two samples at places on the line: raw samples and binned ones become the same thing, and one statistic serves both. */
import type { Counts } from './counts.ts';

export interface PlacedCounts extends Counts {
  /** Where each group lies, in the units of the column; ascending, finite. */
  readonly places: readonly number[];
}

/** Each ascending and without NaN. */
export interface Samples {
  readonly baseline: Float64Array;
  readonly now: Float64Array;
}

/**
 * A group for each different value of either sample: nothing is lost, so what comes of these counts is exact.
 * @example placedCounts({ baseline: Float64Array.of(1, 2, 2), now: Float64Array.of(2, 5) }).places // [1, 2, 5]
 */
export function placedCounts({ baseline, now }: Samples): PlacedCounts {
  const placed: { places: number[]; baseline: number[]; now: number[] } = { places: [], baseline: [], now: [] };
  let [i, j] = [0, 0];
  while (i < baseline.length || j < now.length) {
    const value = Math.min(baseline[i] ?? Number.POSITIVE_INFINITY, now[j] ?? Number.POSITIVE_INFINITY);
    const [fromI, fromJ] = [i, j];
    while (i < baseline.length && (baseline[i] as number) <= value) i += 1;
    while (j < now.length && (now[j] as number) <= value) j += 1;
    placed.places.push(value);
    placed.baseline.push(i - fromI);
    placed.now.push(j - fromJ);
  }
  return placed;
}

/**
 * Counts of bins, each at its lower edge, the lowest bin at the first edge: as if every value were rounded down to an
 * edge. Exact for a column of no more values than edges; else each value moves by less than its bin is wide.
 * @param edges ascending, one fewer than counts: bin i holds values in [edges[i-1], edges[i])
 * @example binnedCounts([10, 20], { baseline: [0, 3, 1], now: [1, 1, 2] }).places // [10, 10, 20]
 */
export function binnedCounts(edges: readonly number[], counts: Counts): PlacedCounts {
  return { ...counts, places: edges.slice(0, 1).concat(edges) };
}
