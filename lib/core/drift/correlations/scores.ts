/**
 * What a cell counts as where columns are looked at together: a whole number from -128 to 128. Of a number its rank among
 * the values of the baseline, of a text whether it is the baseline's most frequent one, of a missing cell 0. So a unit, a
 * heavy tail or a single huge value weighs no more than any other, and sums of scores are exact, in whatever order.
 */
import type { CategoryBaseline, FeatureBaseline, NumberBaseline } from '../feature-baseline.ts';
import { total } from '../statistics/counts.ts';

/** The largest score; the smallest is its negative. */
export const LARGEST = 128;
/** Columns beyond these are left out, for pairs grow with their square: numbers first, then texts, in contract order. */
const MOST_COLUMNS = 16;
/** A text whose most frequent level is rarer, or is nearly all there is, tells little of any other column. */
const COMMON = { least: 0.05, most: 0.95 };

export type ScoredColumn = (NumberBaseline | CategoryBaseline) & { readonly place: number };

/** The columns that are looked at together, with their place in the contract. Times are left out: all that grows goes with them. */
export function scoredColumns(features: readonly FeatureBaseline[]): ScoredColumn[] {
  const numbers: ScoredColumn[] = [];
  const texts: ScoredColumn[] = [];
  for (const [place, column] of features.entries()) {
    if (column.kind === 'number' && column.type !== 'timestamp' && varies(column)) numbers.push({ ...column, place });
    if (column.kind === 'category' && isCommon(column)) texts.push({ ...column, place });
  }
  return [...numbers, ...texts].slice(0, MOST_COLUMNS);
}

const varies = ({ counts }: NumberBaseline): boolean => counts.filter((count) => count > 0).length > 1;

function isCommon({ counts, profile }: CategoryBaseline): boolean {
  const share = Math.max(0, ...counts) / Math.max(1, profile.count);
  return share >= COMMON.least && share <= COMMON.most;
}

/** Score of each bin: the middle rank of its values. Below and above all others it is the smallest and the largest. */
export function binScores(counts: readonly number[]): Float64Array {
  const all = total(counts);
  const scores = new Float64Array(counts.length);
  let before = 0;
  for (const [bin, count] of counts.entries()) {
    scores[bin] = Math.round(2 * LARGEST * ((before + count / 2) / all - 0.5));
    before += count;
  }
  return scores;
}

/** The level that scores the largest; of equally frequent ones the first. */
export const commonLevel = ({ levels, counts }: CategoryBaseline): string | undefined =>
  levels[counts.indexOf(Math.max(...counts))];
