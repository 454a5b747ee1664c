import type { Counts } from './counts.ts';
import { type HomogeneityTest, homogeneity } from './homogeneity.ts';

/**
 * Two-sample chi-square test of homogeneity (Pearson 1900) on the 2 x groups table, without continuity correction:
 * `scipy.stats.chi2_contingency(table, correction=False)`. Both samples are random here; a test that takes the
 * baseline's shares as exact calls drift where there is none. The approximation wants an expected count of about 5 in
 * each cell: pool rare groups before. Groups that are empty in both are left out; undefined when a sample is empty.
 * @example chiSquare({ baseline: [300, 155], now: [100, 100] }) // { statistic: 14.837, degreesOfFreedom: 1, p: 0.00011724 }
 */
export function chiSquare(counts: Counts): HomogeneityTest | undefined {
  return homogeneity(counts, (observed, expected) => (observed - expected) ** 2 / expected);
}
