/** Is a span like the same hours of last year? */
import type { BaselineColumn } from '../baseline.ts';
import { correlationsSeasonP } from '../correlations/season.ts';
import type { Change } from '../decision.ts';
import { joinBins, poolLevels } from '../groups.ts';
import { chiSquare } from '../statistics/chi-square.ts';
import { total } from '../statistics/counts.ts';
import type { ColumnCounts } from '../window.ts';
import { varianceRatioSurvival } from './variance-ratio.ts';

/**
 * P-value of "this span is one more of those of last year". Chi-square of the span against all of those together,
 * divided by how much more they differ among themselves than rows drawn at random would: their design effect, at least 1
 * (Rao and Scott, JASA 1981). So rows of one hour that are alike, and hours that are like the hours before, do not pass
 * for so many independent rows. The effect is itself an estimate, hence an F law; its degrees of freedom are those left
 * when all that is more than chance lies in one direction (Satterthwaite 1946; the least favourable case), such as warmer.
 * 1 where a side has nothing to compare.
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
  const current = groupsOf(baseline, change, now);
  const spans = season.map((span) => groupsOf(baseline, change, span)).filter((span) => total(span) > 0);
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

/** The same groups for every span: about ten of a number, the levels of a category and the rest, or missing and filled. */
function groupsOf(baseline: BaselineColumn, change: Change, counts: ColumnCounts): readonly number[] {
  if (counts.kind === 'unknown' || counts.kind === 'correlations') return [];
  if (change === 'missing') return [counts.nulls, counts.count];
  if (baseline.kind === 'number' && counts.kind === 'number')
    return joinBins({ baseline: baseline.counts, now: counts.counts }).now;
  if (baseline.kind === 'category' && counts.kind === 'category')
    return [...counts.counts, counts.others.reduce((sum, [, count]) => sum + count, counts.unlisted)];
  return [];
}
