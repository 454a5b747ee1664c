import type { Counts } from './counts.ts';
import { type HomogeneityTest, homogeneity } from './homogeneity.ts';

/**
 * Two-sample G test of homogeneity: twice the log-likelihood ratio, sum of 2 O ln(O / E) over the cells of the 2 x
 * groups table (Wilks 1935; Sokal and Rohlf, Biometry), without continuity correction:
 * `scipy.stats.chi2_contingency(table, correction=False, lambda_='log-likelihood')`. An empty cell adds nothing. As
 * sure as chi-square where expected counts are about 5 or more, so pool rare groups before; undefined when a sample is
 * empty.
 * @example gTest({ baseline: [300, 155], now: [100, 100] }) // { statistic: 14.6579, degreesOfFreedom: 1, p: 0.000128896 }
 */
export function gTest(counts: Counts): HomogeneityTest | undefined {
  return homogeneity(counts, (observed, expected) =>
    observed === 0 ? 0 : 2 * observed * Math.log(observed / expected),
  );
}
