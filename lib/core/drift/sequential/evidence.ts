/** What speaks for drift in one span of windows: two tests a column, and how large each change is. */
import type { BaselineColumn } from '../baseline.ts';
import { type Change, LEAST_ROWS } from '../decision.ts';
import { categoryMeasures, type Measures, numberMeasures } from '../measures.ts';
import { type RankSum, rankSum } from '../statistics/rank-sum.ts';
import type { WindowCounts } from '../window.ts';

export interface Evidence {
  /** Place of the column in the contract. */
  readonly column: number;
  readonly change: Change;
  /** Of "the span and the training data are of one distribution". */
  readonly p: number;
  /** PSI. */
  readonly effect: number;
}

/** A p-value above this calls nothing at any usual budget, so its digits need not be exact. */
const UNSURE = 0.01;

/** Of every column that can be tested: a test that has too few cells, or no baseline, is none and costs no other. */
export function evidenceOf(baseline: readonly BaselineColumn[], counts: WindowCounts): Evidence[] {
  return baseline.flatMap((column, place) => {
    const now = counts.columns[place];
    if (column.kind === 'number' && now?.kind === 'number')
      return evidence(
        place,
        column,
        now,
        numberMeasures(column, now, UNSURE),
        rankSum({ baseline: column.counts, now: now.counts }),
      );
    if (column.kind === 'category' && now?.kind === 'category')
      return evidence(place, column, now, categoryMeasures(column, now));
    return [];
  });
}

function evidence(
  column: number,
  { type }: BaselineColumn,
  { count, nulls }: { readonly count: number; readonly nulls: number },
  { ksP, chi2P, psi = 0, missing }: Measures,
  ranks?: RankSum,
): Evidence[] {
  const found: Evidence[] = [];
  // Time moves by nature: that a timestamp is later than in training is shown, and is no finding.
  const p = type === 'timestamp' ? undefined : ksP === undefined ? chi2P : eitherOf(ksP, ranks?.p ?? 1);
  if (count >= LEAST_ROWS && p !== undefined) found.push({ column, change: 'values', p, effect: psi });
  if (count + nulls >= LEAST_ROWS) found.push({ column, change: 'missing', p: missing.p, effect: missing.psi });
  return found;
}

/**
 * One p-value of two tests (Bonferroni): Kolmogorov-Smirnov sees any change of form, ranks see all values move a little
 * with half the rows.
 */
const eitherOf = (a: number, b: number): number => Math.min(1, 2 * Math.min(a, b));
