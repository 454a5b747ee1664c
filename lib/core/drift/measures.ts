/** How far a column of live traffic is from its baseline, in numbers. No judgement here: that is decision.ts. */
import type { CategoryBaseline, NumberBaseline } from './baseline.ts';
import type { CategoryCounts } from './category-counter.ts';
import { joinBins, poolLevels, testable } from './groups.ts';
import type { NumberCounts } from './number-counter.ts';
import { chiSquare } from './statistics/chi-square.ts';
import type { Counts } from './statistics/counts.ts';
import { jensenShannon } from './statistics/jensen-shannon.ts';
import { kolmogorovSmirnov } from './statistics/kolmogorov-smirnov.ts';
import { populationStability } from './statistics/population-stability.ts';
import { sameShare } from './statistics/proportion.ts';

/** A measure that needs values is absent where one side has none. */
export interface Measures {
  /** Kolmogorov-Smirnov distance and p-value: numbers. */
  readonly ks?: number;
  readonly ksP?: number;
  /** Chi-square statistic and p-value: text levels. */
  readonly chi2?: number;
  readonly chi2P?: number;
  /** Population stability index over about 10 groups, or over the levels that are not rare. */
  readonly psi?: number;
  /** Jensen-Shannon distance over the same groups. */
  readonly js?: number;
  /** Share of cells that are missing, the p-value of "the same share", and the PSI of {missing, present}. */
  readonly missing: { readonly now: number; readonly baseline: number; readonly p: number; readonly psi: number };
  /** Levels the baseline does not have and their share of the values; absent when the baseline keeps no full list. */
  readonly newLevels?: { readonly levels: number; readonly share: number };
  /** Shares of the values below the smallest and above the largest of the baseline: numbers. */
  readonly range?: { readonly below: number; readonly above: number };
}

/** @param exactBelow of `kolmogorovSmirnov` */
export function numberMeasures(baseline: NumberBaseline, now: NumberCounts, exactBelow?: number): Measures {
  const counts = { baseline: baseline.counts, now: now.counts };
  const ks = kolmogorovSmirnov(counts, exactBelow);
  return {
    ...(ks ? { ks: ks.d, ksP: ks.p, ...distances(joinBins(counts)), range: beyond(now) } : {}),
    missing: missing(baseline.profile, now),
  };
}

/** The levels of both sides; rare ones pooled, and those that chance listed, with the rest. */
export function levelGroups(baseline: CategoryBaseline, now: CategoryCounts): Counts {
  const rest = { baseline: baseline.profile.other.count, now: now.unlisted };
  // A level that is not listed is new only when the list is complete; else it may have been among the baseline's rest.
  if (!baseline.complete) rest.now += now.others.reduce((sum, [, count]) => sum + count, 0);
  const fresh = freshCounts(baseline, now);
  const levels = { baseline: fresh.map(() => 0), now: fresh };
  const isTestable = testable(baseline.counts, baseline.complete);
  for (const [level, was] of baseline.counts.entries()) {
    const is = now.counts[level] ?? 0;
    if (isTestable(was)) {
      levels.baseline.push(was);
      levels.now.push(is);
    } else {
      rest.baseline += was;
      rest.now += is;
    }
  }
  return poolLevels(levels, rest);
}

/** Of levels that the baseline surely does not have. */
const freshCounts = ({ complete }: CategoryBaseline, now: CategoryCounts): number[] =>
  complete ? now.others.map(([, count]) => count) : [];

export function categoryMeasures(baseline: CategoryBaseline, now: CategoryCounts): Measures {
  const groups = levelGroups(baseline, now);
  const others = freshCounts(baseline, now);
  const chi2 = chiSquare(groups);
  const fresh = others.reduce((sum, count) => sum + count, 0) + now.unlisted;
  return {
    ...(chi2 ? { chi2: chi2.statistic, chi2P: chi2.p, ...distances(groups) } : {}),
    missing: missing(baseline.profile, now),
    ...(baseline.complete && now.count > 0 ? { newLevels: { levels: others.length, share: fresh / now.count } } : {}),
  };
}

/** The first bin lies below the smallest value of the baseline, the last one above the largest. */
const beyond = ({ counts, count }: NumberCounts) => ({
  below: (counts[0] ?? 0) / count,
  above: (counts.at(-1) ?? 0) / count,
});

function distances(counts: { baseline: readonly number[]; now: readonly number[] }): Pick<Measures, 'psi' | 'js'> {
  const psi = populationStability(counts);
  const js = jensenShannon(counts);
  return { ...(psi === undefined ? {} : { psi }), ...(js === undefined ? {} : { js }) };
}

interface Filled {
  readonly count: number;
  readonly nulls: number;
}

function missing(baseline: Filled, now: Filled): Measures['missing'] {
  const of = (side: Filled): number => side.count + side.nulls;
  return {
    now: of(now) === 0 ? 0 : now.nulls / of(now),
    baseline: of(baseline) === 0 ? 0 : baseline.nulls / of(baseline),
    p: sameShare({ count: baseline.nulls, of: of(baseline) }, { count: now.nulls, of: of(now) }),
    psi: populationStability({ baseline: [baseline.nulls, baseline.count], now: [now.nulls, now.count] }) ?? 0,
  };
}
