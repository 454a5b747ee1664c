/** Quantiles of sorted values, and the bins between reference quantiles. */
import { countBelow } from './search.ts';

/** Bins of a profile: with n reference bins the error of a Kolmogorov-Smirnov distance is at most about 1/n. */
const BINS = 256;

/** The p-quantile by linear interpolation between order statistics (Hyndman and Fan 1996, type 7; the default of NumPy). */
export function quantile(sorted: Float64Array, p: number): number | undefined {
  if (sorted.length === 0) return undefined;
  const place = p * (sorted.length - 1);
  const low = Math.floor(place);
  const a = sorted[low] ?? 0;
  const b = sorted[Math.min(low + 1, sorted.length - 1)] ?? 0;
  return a === b ? a : a * (1 - (place - low)) + b * (place - low);
}

/** Values of the data at 257 equally spaced ranks, smallest and largest among them, ties once: strictly increasing. */
export function referenceEdges(sorted: Float64Array): number[] {
  const edges: number[] = [];
  for (let i = 0; i <= BINS && sorted.length > 0; i++) {
    const edge = sorted[Math.floor((i * (sorted.length - 1)) / BINS)] ?? 0;
    const last = edges.at(-1);
    if (last === undefined || edge > last) edges.push(edge);
  }
  return edges;
}

/** How many values lie below the first edge, in each `[edges[i-1], edges[i])`, and at or above the last: one more than edges. */
export function binCounts(sorted: Float64Array, edges: readonly number[]): number[] {
  // Where each bin ends: of many values there are few edges.
  const ends = [...edges.map((edge) => countBelow(sorted, edge)), sorted.length];
  return ends.map((end, bin) => end - (ends[bin - 1] ?? 0));
}

/** Whole numbers in the proportions of `counts` that add up to `total` (largest remainders; ties to the earlier). */
export function scaledCounts(counts: readonly number[], total: number): number[] {
  const sum = counts.reduce((a, b) => a + b, 0);
  if (sum === 0 || sum === total) return [...counts];
  const shares = counts.map((count) => (count / sum) * total);
  const scaled = shares.map(Math.floor);
  const missing = total - scaled.reduce((a, b) => a + b, 0);
  const byRemainder = shares.map((share, index) => ({ index, rest: share - Math.floor(share) }));
  byRemainder.sort((a, b) => b.rest - a.rest || a.index - b.index);
  for (const { index } of byRemainder.slice(0, missing)) scaled[index] = (scaled[index] ?? 0) + 1;
  return scaled;
}
