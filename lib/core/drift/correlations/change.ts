/** One number for all pairs of columns: whether they go together as they did, and which pair changed most surely. */
import type { CorrelationsBaseline } from '../baseline.ts';
import type { ReferencePair } from './reference.ts';
import { type PairShift, pairShift } from './shift.ts';
import type { ScoreSums } from './sums.ts';

export interface CorrelationsChange {
  /** Smallest p-value of a pair times the number of pairs (Bonferroni), at most 1. */
  readonly p: number;
  /** See `effectOf`; 0 where no pair can be compared. */
  readonly effect: number;
  readonly surest: PairShift | undefined;
}

/**
 * @param moved places in the contract of columns whose own values changed: their pairs are left to these columns. The
 * p-value is still one of all pairs, so leaving some out makes nothing surer.
 */
export function changeOfCorrelations(
  baseline: CorrelationsBaseline,
  now: ScoreSums,
  moved: ReadonlySet<number> = new Set(),
): CorrelationsChange {
  const { columns, pairs, rows } = baseline;
  let surest: PairShift | undefined;
  for (const pair of now.rows === 0 ? [] : pairsBut(baseline, moved)) {
    const shift = pairShift(pair, rows, columns.length, now);
    if (surest === undefined || shift.p < surest.p) surest = shift;
  }
  if (!surest) return { p: 1, effect: 0, surest };
  return { p: Math.min(1, surest.p * pairs.length), effect: effectOf(surest.pair.r, surest.r), surest };
}

/** Without those of columns at these places of the contract. */
export const pairsBut = ({ columns, pairs }: CorrelationsBaseline, moved: ReadonlySet<number>): ReferencePair[] =>
  pairs.filter(({ a, b }) => [a, b].every((column) => !moved.has(columns[column]?.place ?? -1)));

/** Beyond this a correlation is as good as 1, where no measure of distance is finite. */
const NEARLY_ONE = 0.99;

/**
 * How far two correlations are apart, on the scale of PSI: the symmetric Kullback-Leibler distance of two normal pairs of
 * columns that have these correlations and are alike else, (1 - rs) (1 / (1 - r²) + 1 / (1 - s²)) - 2.
 * @example effectOf(0, 0.2) // 0.0416667
 */
export function effectOf(before: number, now: number | undefined): number {
  if (now === undefined) return 0;
  const [r, s] = [before, now].map((value) => Math.max(-NEARLY_ONE, Math.min(NEARLY_ONE, value))) as [number, number];
  return (1 - r * s) * (1 / (1 - r ** 2) + 1 / (1 - s ** 2)) - 2;
}
