/** Whether two columns go together as they did in the baseline. */
import type { ReferencePair } from './reference.ts';
import { productAt, type ScoreSums } from './sums.ts';

export interface PairShift {
  readonly pair: ReferencePair;
  /** Correlation now; absent where a column does not vary now. */
  readonly r: number | undefined;
  /** Mean influence of the rows on the baseline's correlation: 0 without a change. */
  readonly influence: number;
  /** Of "rows of the window and of the baseline are drawn alike". */
  readonly p: number;
}

/**
 * The p-value is an inequality and no limit law, for it has to hold at one in a million with some hundred rows: Bernstein's
 * for the mean of bounded terms, with the spread of a term bounded from the baseline's rows (Maurer and Pontil, Empirical
 * Bernstein bounds, COLT 2009, theorems 3 and 10). With x² = ln(4 / p), two sizes n and N, and influences of spread s that
 * lie within a width W and are at most M, a mean influence of
 * x (s + W x sqrt(2 / (N - 1))) sqrt(2 / n + 2 / N) + M x² / (3 min(n, N))  is exceeded with probability p at most (but for
 * what the baseline's own means and spreads are off, which is of second order); this is solved for x. What counts is the
 * smaller of the mean influence and of the change of the correlation itself, which one column's change does not move far.
 *
 * @param rows of the baseline
 * @param window at least one row
 */
export function pairShift(pair: ReferencePair, rows: number, columns: number, window: ScoreSums): PairShift {
  const influence = meanInfluence(pair, columns, window);
  const r = correlation(pair, columns, window);
  const change = r === undefined ? 0 : r - pair.r;
  const seen = change * influence > 0 ? Math.min(Math.abs(change), Math.abs(influence)) : 0;
  return { pair, r, influence, p: chance(seen, pair, rows, window.rows) };
}

function chance(seen: number, { sd, most, width }: ReferencePair, baseline: number, now: number): number {
  if (seen <= 0 || baseline < 2) return 1;
  const linear = Math.sqrt(2 / now + 2 / baseline);
  const square = linear * width * Math.sqrt(2 / (baseline - 1)) + most / (3 * Math.min(now, baseline));
  const x = (Math.sqrt((linear * sd) ** 2 + 4 * square * seen) - linear * sd) / (2 * square);
  return Math.min(1, 4 * Math.exp(-(x ** 2)));
}

export function meanInfluence({ a, b, r, means, sds }: ReferencePair, columns: number, window: ScoreSums): number {
  const of = (at: number): number => (window.sums[at] ?? 0) / window.rows;
  const square = (column: number, m: number, sd: number): number =>
    (of(productAt(columns, column, column)) - 2 * m * of(column) + m ** 2) / sd ** 2;
  const [ma, mb] = means;
  const both = (of(productAt(columns, a, b)) - ma * of(b) - mb * of(a) + ma * mb) / (sds[0] * sds[1]);
  return both - (r / 2) * (square(a, ma, sds[0]) + square(b, mb, sds[1]));
}

function correlation({ a, b }: ReferencePair, columns: number, { rows, sums }: ScoreSums): number | undefined {
  const of = (at: number): number => (sums[at] ?? 0) / rows;
  const variance = (column: number): number => of(productAt(columns, column, column)) - of(column) ** 2;
  const [va, vb] = [variance(a), variance(b)];
  // Scores are whole: a column that varies in the rows has more.
  if (!(va > 1e-9 && vb > 1e-9)) return undefined;
  const r = (of(productAt(columns, a, b)) - of(a) * of(b)) / Math.sqrt(va * vb);
  return Math.max(-1, Math.min(1, r));
}
