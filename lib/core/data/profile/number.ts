/** The profile of a numeric column: counts and moments of all rows, quantiles of the row sample. */
import type { NumberProfile } from '../../contracts/profile.ts';
import { distinctValues } from './distinct.ts';
import type { MomentsState } from './moments.ts';
import { binCounts, quantile, referenceEdges, scaledCounts } from './quantiles.ts';
import { sortNumbers } from './sort-numbers.ts';

/**
 * @param values of the sample, NaN where missing
 * @param every one row in so many is in the sample: at 1 quantiles and bins are exact, else the bins still add up
 * @param sortedOf for columns that are profiled one after another
 */
export function numberProfile(
  name: string,
  { count, nulls, zeros, negatives, whole: integers, min, max, mean: rounded, meanRest, squares }: MomentsState,
  values: Float64Array,
  every: number,
  sortedOf: SortedValues = sortedValues(values.length),
): NumberProfile {
  if (min === null || max === null) return { name, kind: 'number', count, nulls, edges: [], counts: [0] };
  const mean = rounded + meanRest;
  const sorted = sortedOf(values);
  const edges = referenceEdges(sorted);
  const [p25 = mean, median = mean, p75 = mean] = [0.25, 0.5, 0.75].map((p) => quantile(sorted, p));
  return {
    name,
    kind: 'number',
    count,
    nulls,
    min,
    max,
    mean,
    ...(count > 1 ? { sd: Math.sqrt(squares / (count - 1)) } : {}),
    p25,
    median,
    p75,
    ...distinctValues(sorted, every, count),
    edges,
    counts: scaledCounts(binCounts(sorted, edges), count),
    zeros,
    negatives,
    whole: integers,
  };
}

/** Ascending, without what is missing; valid until the next call. */
export type SortedValues = (values: Float64Array) => Float64Array;

/** Columns are sorted one after another in the same memory. @param most values of a column */
export function sortedValues(most: number): SortedValues {
  const memory = new Float64Array(most);
  const scratch = new Float64Array(most);
  return (values) => {
    let filled = 0;
    for (let from = 0; from < values.length; from += BLOCK)
      filled = takePresent(values, from, Math.min(values.length, from + BLOCK), memory, filled);
    const all = memory.subarray(0, filled);
    sortNumbers(all, scratch);
    return all;
  };
}

/** Rows a call: see sort-numbers.ts for why loops are cut. */
const BLOCK = 1024;

function takePresent(values: Float64Array, from: number, to: number, out: Float64Array, begun: number): number {
  let filled = begun;
  for (let row = from; row < to; row++) {
    const value = values[row] ?? 0;
    if (Number.isNaN(value)) continue;
    out[filled] = value;
    filled += 1;
  }
  return filled;
}
