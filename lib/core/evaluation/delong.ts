/**
 * The variance of an AUC, and the covariance of two AUCs on the same rows, without resampling.
 * DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988), by midranks as Sun and Xu, IEEE Signal Processing Letters 21
 * (2014): O(n log n).
 */
import type { BinaryRows } from './rows.ts';

/** Structural components: for each positive row the share of negatives ranked below it (ties half), and the other way. */
export interface Placements {
  readonly auc: number;
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
}

/** Undefined unless both labels are there. */
export function placements(rows: BinaryRows): Placements | undefined {
  const positive = rows.scores.filter((_, row) => rows.actual[row] === 1);
  const negative = rows.scores.filter((_, row) => rows.actual[row] === 0);
  if (positive.length === 0 || negative.length === 0) return undefined;
  const positives = sharesBelow(positive, negative);
  const negatives = sharesBelow(negative, positive).map((share) => 1 - share);
  return { auc: mean(positives), positives, negatives };
}

/** Covariance of two AUCs on the same rows; the variance when both are the same. */
export function covariance(a: Placements, b: Placements): number {
  return (
    sampleCovariance(a.positives, b.positives) / a.positives.length +
    sampleCovariance(a.negatives, b.negatives) / a.negatives.length
  );
}

/** For each value the share of `others` below it, equal ones counted half. */
function sharesBelow(values: Float64Array, others: Float64Array): Float64Array {
  const sorted = Float64Array.from(others).sort();
  return values.map(
    (value) => (countBelow(sorted, value, false) + countBelow(sorted, value, true)) / 2 / sorted.length,
  );
}

/** How many ascending values are below `limit`, or at most `limit` when `inclusive`. */
function countBelow(ascending: Float64Array, limit: number, inclusive: boolean): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = ascending[middle] ?? Number.POSITIVE_INFINITY;
    if (value < limit || (inclusive && value === limit)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function mean(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total / values.length;
}

/** 0 for a single row, of which nothing can be said. */
function sampleCovariance(a: Float64Array, b: Float64Array): number {
  if (a.length < 2) return 0;
  const meanA = mean(a);
  const meanB = mean(b);
  let total = 0;
  for (let i = 0; i < a.length; i++) total += ((a[i] ?? 0) - meanA) * ((b[i] ?? 0) - meanB);
  return total / (a.length - 1);
}
