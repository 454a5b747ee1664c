/** Builds the profile of a numeric column in one pass. */
import type { NumberProfile } from '../../contracts/profile.ts';
import { binCounts, quantile, referenceEdges, scaledCounts } from './quantiles.ts';
import { valueSample } from './sample.ts';

export interface NumberColumn {
  /** @param value NaN when the cell is missing */
  add(cell: number): void;
  profile(): NumberProfile;
}

/**
 * Counts, moments and extremes are exact. Quantiles and bins are exact up to `limit` values and come from a uniform
 * sample of that many beyond it; the bins still add up to `count`.
 */
export function numberColumn(name: string, limit: number): NumberColumn {
  const sample = valueSample(limit);
  let count = 0;
  let nulls = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  // Mean and sum of squared deviations as they run (Welford 1962): no cancellation.
  let mean = 0;
  let squares = 0;

  return {
    add(cell) {
      if (Number.isNaN(cell)) {
        nulls += 1;
        return;
      }
      // -0 is a text of 0, and no other number.
      const value = cell + 0;
      count += 1;
      const before = value - mean;
      mean += before / count;
      squares += before * (value - mean);
      if (value < min) min = value;
      if (value > max) max = value;
      sample.add(value);
    },
    profile() {
      const empty: NumberProfile = { name, kind: 'number', count, nulls, edges: [], counts: [0] };
      if (count === 0) return empty;
      const sorted = sample.sorted();
      const edges = referenceEdges(sorted);
      const [p25 = mean, median = mean, p75 = mean] = [0.25, 0.5, 0.75].map((p) => quantile(sorted, p));
      return {
        ...empty,
        min,
        max,
        mean,
        ...(count > 1 ? { sd: Math.sqrt(squares / (count - 1)) } : {}),
        p25,
        median,
        p75,
        ...(count <= limit ? { distinct: distinctOf(sorted) } : {}),
        edges,
        counts: scaledCounts(binCounts(sorted, edges), count),
      };
    },
  };
}

function distinctOf(sorted: Float64Array): number {
  let distinct = 0;
  let last: number | undefined;
  for (const value of sorted) {
    if (value !== last) distinct += 1;
    last = value;
  }
  return distinct;
}
