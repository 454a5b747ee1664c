/** What speaks for drift in one span of windows: two tests a column, one of the correlations, and how large each change is. */
import type { BaselineColumn, CategoryBaseline, NumberBaseline } from '../baseline.ts';
import { countBeyond } from '../beyond-range.ts';
import type { CategoryCounts } from '../category-counter.ts';
import { changeOfCorrelations } from '../correlations/change.ts';
import { type Change, LEAST_EFFECT, LEAST_ROWS } from '../decision.ts';
import { categoryMeasures, levelGroups, type Measures, numberMeasures } from '../measures.ts';
import type { NumberCounts } from '../number-counter.ts';
import { exactLevels } from '../statistics/exact/levels.ts';
import { saddlepointRanks } from '../statistics/exact/ranks.ts';
import { exceedance } from '../statistics/exceedance.ts';
import { type Share, sameShare } from '../statistics/proportion.ts';
import { rankSum } from '../statistics/rank-sum.ts';
import type { ColumnCounts, WindowCounts } from '../window.ts';

export interface Evidence {
  /** Place of the column in the contract. */
  readonly column: number;
  readonly change: Change;
  /** Of "the span and the training data are of one distribution". */
  readonly p: number;
  /** PSI; of correlations a distance on its scale. */
  readonly effect: number;
  /** Of correlations: columns whose own values moved, their pairs are left out. */
  readonly moved?: ReadonlySet<number>;
}

/**
 * A p-value above this calls nothing at any usual budget, so its digits need not be exact. Below, each is taken from a law
 * that holds in the far tail: with a budget of 1 a year, hourly windows and ten columns, three in a million is asked of a
 * test, where the chi-square law is 6 to 17 times too sure of levels of 5 to 20 rows, and ranks 2 to 5 times where half
 * the values are one.
 */
const UNSURE = 0.01;

/** Of every column that can be tested: a test that has too few cells, or no baseline, is none and costs no other. */
export function evidenceOf(baseline: readonly BaselineColumn[], counts: WindowCounts): Evidence[] {
  const found: Evidence[] = [];
  for (const [place, column] of baseline.entries()) {
    const now = counts.columns[place];
    if (now) found.push(...evidenceOfColumn(place, column, now, found));
  }
  return found;
}

/** @param earlier of the columns before it */
function evidenceOfColumn(
  place: number,
  column: BaselineColumn,
  now: ColumnCounts,
  earlier: readonly Evidence[],
): Evidence[] {
  if (column.kind === 'number' && now.kind === 'number') return numberEvidence(place, column, now);
  if (column.kind === 'category' && now.kind === 'category') return levelEvidence(place, column, now);
  if (column.kind === 'correlations' && now.kind === 'correlations' && now.rows >= LEAST_ROWS) {
    const moved = new Set(earlier.filter(({ effect }) => effect >= LEAST_EFFECT).map((each) => each.column));
    const { p, effect } = changeOfCorrelations(column, now, moved);
    return [{ column: place, change: 'values', p, effect, moved }];
  }
  return [];
}

function numberEvidence(place: number, column: NumberBaseline, now: NumberCounts): Evidence[] {
  const measures = numberMeasures(column, now, UNSURE);
  // Time moves by nature: that a timestamp is later than in training is shown, and is no finding.
  const p = column.type === 'timestamp' ? undefined : valuesP(measures.ksP, rankP(column, now), rangeP(column, now));
  return [...valuesEvidence(place, now, p, measures), ...missingEvidence(place, column, now, measures)];
}

function levelEvidence(place: number, column: CategoryBaseline, now: CategoryCounts): Evidence[] {
  const measures = categoryMeasures(column, now);
  const { chi2P } = measures;
  const p = chi2P === undefined || chi2P >= UNSURE ? chi2P : exactLevels(levelGroups(column, now));
  return [...valuesEvidence(place, now, p, measures), ...missingEvidence(place, column, now, measures)];
}

interface Filled {
  readonly count: number;
  readonly nulls: number;
}

const valuesEvidence = (column: number, { count }: Filled, p: number | undefined, { psi = 0 }: Measures): Evidence[] =>
  count >= LEAST_ROWS && p !== undefined ? [{ column, change: 'values', p, effect: psi }] : [];

function missingEvidence(
  column: number,
  { profile }: NumberBaseline | CategoryBaseline,
  now: Filled,
  { missing }: Measures,
): Evidence[] {
  if (now.count + now.nulls < LEAST_ROWS) return [];
  const share = ({ count, nulls }: Filled): Share => ({ count: nulls, of: count + nulls });
  const p = missing.p < UNSURE ? sameShare(share(profile), share(now), UNSURE) : missing.p;
  return [{ column, change: 'missing', p, effect: missing.psi }];
}

function rankP({ counts }: NumberBaseline, now: NumberCounts): number | undefined {
  const both = { baseline: counts, now: now.counts };
  const limit = rankSum(both)?.p;
  return limit === undefined || limit >= UNSURE ? limit : saddlepointRanks(both);
}

/** How surely values lie beyond all of the baseline. */
function rangeP(baseline: NumberBaseline, now: NumberCounts): number {
  const { below, above } = countBeyond(baseline, now);
  return exceedance({ count: below + above, of: now.count, baseline: baseline.profile.count });
}

/**
 * One p-value of three tests (Bonferroni, with weights): Kolmogorov-Smirnov sees any change of form, ranks see all values
 * move a little with half the rows, the range sees one row in a hundred in another unit. What lies beyond all that was ever
 * seen is so sure mostly that a tenth is enough for it.
 */
const WEIGHTS = { distance: 0.45, ranks: 0.45, range: 0.1 };
const valuesP = (distance: number | undefined, ranks = 1, range = 1): number | undefined =>
  distance === undefined
    ? undefined
    : Math.min(1, distance / WEIGHTS.distance, ranks / WEIGHTS.ranks, range / WEIGHTS.range);
