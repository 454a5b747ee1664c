/** Is a span like the same hours of last year? */
import type { BaselineColumn } from '../baseline.ts';
import { countBeyond } from '../beyond-range.ts';
import type { CategoryCounts } from '../category-counter.ts';
import { correlationsSeasonP } from '../correlations/season.ts';
import type { Change } from '../decision.ts';
import { joinBins, poolLevels } from '../groups.ts';
import { chiSquare } from '../statistics/chi-square.ts';
import { total } from '../statistics/counts.ts';
import type { ColumnCounts } from '../window.ts';
import { varianceRatioSurvival } from './variance-ratio.ts';

/**
 * P-value of "this span is one more of those of last year", 1 where a side has nothing to compare. Of values it is that
 * of several tests (Bonferroni, with weights): of their distribution, and of how many lie beyond the training data on
 * either side. Where winters differ from week to week the first cannot tell a cold day from one in another unit; the
 * others can, for nothing lay there last year either.
 * @param season one a span of last year @param moved of the evidence
 */
export function seasonP(
  baseline: BaselineColumn,
  change: Change,
  now: ColumnCounts,
  season: readonly ColumnCounts[],
  moved?: ReadonlySet<number>,
): number {
  if (baseline.kind === 'correlations')
    return now.kind === 'correlations' ? correlationsSeasonP(baseline, now, season, moved) : 1;
  const oneMoreIn = (groups: (counts: ColumnCounts) => readonly number[]): number =>
    oneMoreP(groups(now), season.map(groups));
  if (change === 'missing') return oneMoreIn(missingAndFilled);
  const distribution = oneMoreIn((counts) => groupsOf(baseline, counts));
  const sides = (['below', 'above'] as const).map((side) => oneMoreIn((counts) => sideAndRest(baseline, counts, side)));
  return Math.min(1, distribution / WEIGHTS.distribution, ...sides.map((p) => p / WEIGHTS.side));
}

/** As of the evidence: what lies beyond all that was seen is so sure mostly that a tenth is enough for it, of both sides. */
const WEIGHTS = { distribution: 0.9, side: 0.05 };

/**
 * Chi-square of a span against all of last year's together, divided by how much more those differ among themselves than
 * rows drawn at random would: their design effect, at least 1 (Rao and Scott, JASA 1981). So rows of one hour that are
 * alike, and hours that are like the hours before, do not pass for so many independent rows. The effect is itself an
 * estimate, hence an F law; its degrees of freedom are those left when all that is more than chance lies in one direction
 * (Satterthwaite 1946; the least favourable case), such as warmer.
 */
function oneMoreP(current: readonly number[], season: readonly (readonly number[])[]): number {
  const spans = season.filter((span) => total(span) > 0);
  const all = current.map((_, group) => spans.reduce((sum, span) => sum + (span[group] ?? 0), 0));
  const test = chiSquare(poolLevels({ baseline: all, now: current }, { baseline: 0, now: 0 }));
  const groups = test?.degreesOfFreedom ?? 0;
  if (test === undefined || groups === 0 || spans.length < 2) return 1;
  const effect = designEffect(spans, all);
  const free = directions(groups, effect);
  return varianceRatioSurvival(test.statistic / (groups * effect), free, (spans.length - 1) * free);
}

/** Mean chi-square of the spans against all of them for each degree of freedom: 1 when rows are drawn at random. */
function designEffect(spans: readonly (readonly number[])[], all: readonly number[]): number {
  const rows = total(all);
  const groups = all.filter((count) => count > 0).length;
  let statistic = 0;
  for (const span of spans) {
    const size = total(span);
    for (const [group, count] of all.entries()) {
      const expected = (size * count) / rows;
      if (expected > 0) statistic += ((span[group] ?? 0) - expected) ** 2 / expected;
    }
  }
  return Math.max(1, statistic / Math.max(1, (spans.length - 1) * (groups - 1)));
}

/** Of `freedom` variances with this mean, all 1 but one: the degrees of freedom of their sum, (sum)² / sum of squares. */
const directions = (freedom: number, mean: number): number =>
  (freedom * mean) ** 2 / ((1 + freedom * (mean - 1)) ** 2 + freedom - 1);

const missingAndFilled = (counts: ColumnCounts): readonly number[] =>
  counts.kind === 'unknown' || counts.kind === 'correlations' ? [] : [counts.nulls, counts.count];

/** The same groups for every span: about ten of a number, or the levels of a category and the rest. */
function groupsOf(baseline: BaselineColumn, counts: ColumnCounts): readonly number[] {
  if (baseline.kind === 'number' && counts.kind === 'number')
    return joinBins({ baseline: baseline.counts, now: counts.counts }).now;
  if (baseline.kind === 'category' && counts.kind === 'category') return [...counts.counts, restOf(counts)];
  return [];
}

/** Values on one side of the range of the training data, or levels it did not list (above), and all others. */
function sideAndRest(baseline: BaselineColumn, counts: ColumnCounts, side: 'below' | 'above'): readonly number[] {
  let beyond = 0;
  if (baseline.kind === 'number' && counts.kind === 'number') beyond = countBeyond(baseline, counts)[side];
  else if (baseline.kind === 'category' && counts.kind === 'category') beyond = side === 'above' ? restOf(counts) : 0;
  else return [];
  return [beyond, counts.count - beyond];
}

const restOf = ({ others, unlisted }: CategoryCounts): number =>
  others.reduce((sum, [, count]) => sum + count, unlisted);
