import { type Counts, total } from './counts.ts';
import { gammaUpper } from './gamma.ts';

export interface ChiSquare {
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly p: number;
}

/**
 * Two-sample chi-square test of homogeneity (Pearson 1900) on the 2 x groups table, without continuity correction:
 * `scipy.stats.chi2_contingency(table, correction=False)`. Both samples are random here; a test that takes the
 * baseline's shares as exact calls drift where there is none. The approximation wants an expected count of about 5 in
 * each cell: pool rare groups before. Groups that are empty in both are left out; undefined when a sample is empty.
 * @example chiSquare({ baseline: [300, 155], now: [100, 100] }) // { statistic: 14.837, degreesOfFreedom: 1, p: 0.000117 }
 */
export function chiSquare({ baseline, now }: Counts): ChiSquare | undefined {
  const n = total(baseline);
  const m = total(now);
  if (n === 0 || m === 0) return undefined;
  let statistic = 0;
  let groups = 0;
  for (let group = 0; group < baseline.length; group++) {
    const a = baseline[group] ?? 0;
    const b = now[group] ?? 0;
    if (a + b === 0) continue;
    groups += 1;
    const expectedA = (n * (a + b)) / (n + m);
    const expectedB = (m * (a + b)) / (n + m);
    statistic += (a - expectedA) ** 2 / expectedA + (b - expectedB) ** 2 / expectedB;
  }
  const degreesOfFreedom = groups - 1;
  return {
    statistic,
    degreesOfFreedom,
    p: degreesOfFreedom === 0 ? 1 : gammaUpper(degreesOfFreedom / 2, statistic / 2),
  };
}
