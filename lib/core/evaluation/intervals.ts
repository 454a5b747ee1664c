/** 95 % intervals. Which metric uses which is said in the metric's own file. */
import type { Random } from './random.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The 97.5 % point of the standard normal distribution. */
export const Z = 1.959963984540054;

/** How often the bootstrap draws again. */
const REPLICATES = 400;
/** Rows are drawn in at most this many groups, so that the cost of a replicate does not grow with the rows. */
const GROUPS = 2048;

/**
 * Wilson's score interval of a proportion (Wilson 1927; Agresti and Coull 1998 recommend it for any size).
 * @example wilson(8, 10) // { low: 0.4902, high: 0.9433 }
 */
export function wilson(successes: number, trials: number): Interval {
  const p = successes / trials;
  const z2 = Z * Z;
  const centre = (p + z2 / (2 * trials)) / (1 + z2 / trials);
  const half = (Z / (1 + z2 / trials)) * Math.sqrt((p * (1 - p)) / trials + z2 / (4 * trials * trials));
  // At 0 and n one end is exact; rounding must not push it past.
  return {
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === trials ? 1 : Math.min(1, centre + half),
  };
}

/**
 * Percentile bootstrap (Efron 1979) of a statistic that is a function of column sums: 400 replicates.
 *
 * The rows are dealt into at most 2,048 groups (row i to group i mod groups) and the groups are drawn with replacement.
 * For independent rows that has the variance of drawing rows, at a cost of O(rows) once and not per replicate; up to
 * 2,048 rows each group is one row. Replicates in which the statistic is not defined are left out.
 * @param terms columns of per-row terms, equally long
 * @returns undefined when the statistic is defined in fewer than half of the replicates
 */
export function bootstrap(
  terms: readonly ArrayLike<number>[],
  rows: number,
  statistic: (sums: readonly number[], rows: number) => number | undefined,
  random: Random,
): Interval | undefined {
  const groups = Math.min(rows, GROUPS);
  const size = new Float64Array(groups);
  for (let row = 0; row < rows; row++) size[row % groups] = (size[row % groups] ?? 0) + 1;
  const grouped = terms.map((column) => {
    const sums = new Float64Array(groups);
    for (let row = 0; row < rows; row++) sums[row % groups] = (sums[row % groups] ?? 0) + (column[row] ?? 0);
    return sums;
  });

  const values: number[] = [];
  for (let replicate = 0; replicate < REPLICATES; replicate++) {
    const sums: number[] = new Array(terms.length).fill(0);
    let drawn = 0;
    for (let i = 0; i < groups; i++) {
      const group = Math.floor(random() * groups);
      drawn += size[group] ?? 0;
      for (let term = 0; term < sums.length; term++) sums[term] = (sums[term] ?? 0) + (grouped[term]?.[group] ?? 0);
    }
    const value = statistic(sums, drawn);
    if (value !== undefined && Number.isFinite(value)) values.push(value);
  }
  if (values.length < REPLICATES / 2) return undefined;
  values.sort((a, b) => a - b);
  return { low: quantile(values, 0.025), high: quantile(values, 0.975) };
}

/** Quantile of ascending values by linear interpolation (type 7 of Hyndman and Fan 1996, NumPy's default). */
export function quantile(ascending: readonly number[], probability: number): number {
  const position = (ascending.length - 1) * probability;
  const below = Math.floor(position);
  const low = ascending[below] ?? Number.NaN;
  const high = ascending[below + 1] ?? low;
  return low + (high - low) * (position - below);
}
