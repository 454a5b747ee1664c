/** Every p-value that is known of a window against its baseline, by the name of the test. */
import type { BaselineColumn } from '../../../../lib/core/drift/baseline.ts';
import { joinBins } from '../../../../lib/core/drift/groups.ts';
import { levelGroups } from '../../../../lib/core/drift/measures.ts';
import { evidenceOf } from '../../../../lib/core/drift/sequential/evidence.ts';
import { chiSquare } from '../../../../lib/core/drift/statistics/chi-square.ts';
import { exactLevels } from '../../../../lib/core/drift/statistics/exact/levels.ts';
import { saddlepointRanks } from '../../../../lib/core/drift/statistics/exact/ranks.ts';
import { exceedance } from '../../../../lib/core/drift/statistics/exceedance.ts';
import { gTest } from '../../../../lib/core/drift/statistics/g-test.ts';
import { kolmogorovSmirnov } from '../../../../lib/core/drift/statistics/kolmogorov-smirnov.ts';
import { populationStability } from '../../../../lib/core/drift/statistics/population-stability.ts';
import { sameShare } from '../../../../lib/core/drift/statistics/proportion.ts';
import { rankSum } from '../../../../lib/core/drift/statistics/rank-sum.ts';
import type { WindowCounts } from '../../../../lib/core/drift/window.ts';

/** Below this the exact law is asked, as the decision does. */
const UNSURE = 0.01;

/** What the decision goes by: these may not be too small anywhere. */
export const DECIDES = ['values', 'missing'] as const;

/** Exact and limit laws, by column; limit laws are told and not held in the far tail. */
export const TESTS = [
  ...DECIDES,
  'Kolmogorov-Smirnov',
  'ranks, normal limit',
  'ranks, saddlepoint',
  'chi-square',
  'G',
  'levels, exact',
  'empty cells, exact',
  'beyond the range',
] as const;
export type Test = (typeof TESTS)[number];

interface Found {
  readonly p: readonly (readonly [Test, number])[];
  /** Population stability index of each column that has one. */
  readonly psi: readonly number[];
}

export function pValues(baseline: readonly BaselineColumn[], counts: WindowCounts): Found {
  const p: [Test, number][] = evidenceOf(baseline, counts).map((each) => [each.change, each.p]);
  const psi: number[] = [];
  for (const [place, column] of baseline.entries()) {
    const now = counts.columns[place];
    if (now === undefined || column.type === 'timestamp') continue;
    if (column.kind !== now.kind || column.kind === 'unknown' || column.kind === 'correlations') continue;
    if (now.kind === 'unknown' || now.kind === 'correlations') continue;
    const { count, nulls } = column.profile;
    const shares = [
      { count: nulls, of: count + nulls },
      { count: now.nulls, of: now.count + now.nulls },
    ] as const;
    if (nulls + now.nulls > 0) p.push(['empty cells, exact', sameShare(...shares, UNSURE)]);
    if (column.kind === 'number' && now.kind === 'number') {
      const both = { baseline: column.counts, now: now.counts };
      const deciles = joinBins(both);
      const limit = rankSum(both)?.p ?? 1;
      const beyond = (now.counts[0] ?? 0) + (now.counts.at(-1) ?? 0);
      p.push(['Kolmogorov-Smirnov', kolmogorovSmirnov(both, UNSURE)?.p ?? 1], ['ranks, normal limit', limit]);
      p.push(['ranks, saddlepoint', limit < UNSURE ? (saddlepointRanks(both) ?? 1) : limit]);
      // An edge lies on the least value and one right above the largest.
      p.push(['beyond the range', exceedance({ count: beyond, of: now.count, baseline: count })]);
      psi.push(populationStability(deciles) ?? 0);
    } else if (column.kind === 'category' && now.kind === 'category') {
      const groups = levelGroups(column, now);
      const limit = chiSquare(groups)?.p ?? 1;
      p.push(['chi-square', limit], ['G', gTest(groups)?.p ?? 1]);
      p.push(['levels, exact', limit < UNSURE ? (exactLevels(groups) ?? 1) : limit]);
      psi.push(populationStability(groups) ?? 0);
    }
  }
  return { p, psi };
}
