/** A pair of samples as both sides get it, and all figures about it by our statistics. */
import { distinctValues } from '../../../../lib/core/data/profile/distinct.ts';
import { binCounts, referenceEdges } from '../../../../lib/core/data/profile/quantiles.ts';
import { baselineBins } from '../../../../lib/core/drift/baseline-bins.ts';
import { joinBins, poolLevels } from '../../../../lib/core/drift/groups.ts';
import { chiSquare } from '../../../../lib/core/drift/statistics/chi-square.ts';
import type { Counts } from '../../../../lib/core/drift/statistics/counts.ts';
import { exceedance } from '../../../../lib/core/drift/statistics/exceedance.ts';
import { gTest } from '../../../../lib/core/drift/statistics/g-test.ts';
import { hellinger } from '../../../../lib/core/drift/statistics/hellinger.ts';
import { jensenShannon } from '../../../../lib/core/drift/statistics/jensen-shannon.ts';
import { kolmogorovSmirnov } from '../../../../lib/core/drift/statistics/kolmogorov-smirnov.ts';
import { lInfinity } from '../../../../lib/core/drift/statistics/l-infinity.ts';
import { binnedCounts, type PlacedCounts, placedCounts } from '../../../../lib/core/drift/statistics/placed-counts.ts';
import { populationStability } from '../../../../lib/core/drift/statistics/population-stability.ts';
import { type Share, sameShare } from '../../../../lib/core/drift/statistics/proportion.ts';
import { rankSum } from '../../../../lib/core/drift/statistics/rank-sum.ts';
import { wasserstein } from '../../../../lib/core/drift/statistics/wasserstein.ts';
import type { Pair } from './pairs.ts';

/** By name; what a statistic has no answer to is absent. A name that ends in ` p` is a p-value. */
export type Figures = Record<string, number>;

export interface Case extends Pair {
  edges: number[];
  /** Deciles of the baseline; its most frequent values as levels, rare ones pooled; the same unpooled. */
  tables: { deciles: Counts; levels: Counts; values: Counts };
  shares: { nulls: [Share, Share]; range: [Share, Share] };
}

const MOST_LEVELS = 400;

export function caseOf(pair: Pair): Case {
  const { baseline, now, nulls } = pair;
  const edges = edgesOf(baseline);
  const binned = { baseline: binCounts(baseline, edges), now: binCounts(now, edges) };
  const values = placedCounts(pair);
  const all = { baseline: values.baseline.slice(0, MOST_LEVELS), now: values.now.slice(0, MOST_LEVELS) };
  const rest = {
    baseline: baseline.length - sum(all.baseline),
    now: now.length - sum(all.now),
  };
  const [least = 0, most = 0] = [baseline[0], baseline.at(-1)];
  return {
    ...pair,
    edges,
    tables: {
      deciles: joinBins(binned),
      levels: poolLevels(all, rest),
      values: { baseline: [...all.baseline, rest.baseline], now: [...all.now, rest.now] },
    },
    shares: {
      nulls: [
        { count: nulls.baseline, of: nulls.baseline + baseline.length },
        { count: nulls.now, of: nulls.now + now.length },
      ],
      range: [
        { count: 0, of: baseline.length },
        { count: now.filter((value) => value < least || value > most).length, of: now.length },
      ],
    },
  };
}

/** As live traffic is counted. */
function edgesOf(baseline: Float64Array): number[] {
  const edges = referenceEdges(baseline);
  const zeros = baseline.filter((value) => value === 0).length;
  const profile = { edges, counts: binCounts(baseline, edges), max: baseline.at(-1) ?? 0, zeros };
  return [...baselineBins({ ...profile, ...distinctValues(baseline, 1, baseline.length) }).edges];
}

export function figuresOf({ edges, tables, shares, ...samples }: Case): Figures {
  const binned = { baseline: binCounts(samples.baseline, edges), now: binCounts(samples.now, edges) };
  const figures: Record<string, number | undefined> = {
    ...onTheLine('raw', placedCounts(samples)),
    ...onTheLine('binned', binnedCounts(edges, binned)),
  };
  for (const [name, table] of Object.entries(tables)) {
    figures[`${name} PSI`] = populationStability(table);
    figures[`${name} Jensen-Shannon`] = jensenShannon(table);
    figures[`${name} Hellinger`] = hellinger(table);
    figures[`${name} L-infinity`] = lInfinity(table);
    // The laws of both want groups that are not rare.
    if (name === 'values') continue;
    const [pearson, g] = [chiSquare(table), gTest(table)];
    figures[`${name} chi-square`] = pearson?.statistic;
    figures[`${name} chi-square p`] = pearson?.p;
    figures[`${name} G`] = g?.statistic;
    figures[`${name} G p`] = g?.p;
  }
  for (const [name, [a, b]] of Object.entries(shares)) figures[`${name} share p`] = sameShare(a, b);
  const [, beyond] = shares.range;
  figures['range exceedance p'] = exceedance({ ...beyond, baseline: samples.baseline.length });
  return Object.fromEntries(
    Object.entries(figures).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function onTheLine(name: string, counts: PlacedCounts): Record<string, number | undefined> {
  const test = kolmogorovSmirnov(counts);
  const place = rankSum(counts);
  return {
    [`${name} Kolmogorov-Smirnov`]: test?.d,
    [`${name} Kolmogorov-Smirnov p`]: test?.p,
    [`${name} rank sum`]: place?.share,
    [`${name} rank sum p`]: place?.p,
    [`${name} Wasserstein`]: wasserstein(counts),
  };
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
