/** What Pearson's chi-square and the G test share: the 2 x groups table, its expected counts and its degrees of freedom. */
import { type Counts, total } from './counts.ts';
import { gammaUpper } from './gamma.ts';

export interface HomogeneityTest {
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly p: number;
}

/**
 * @param term what a cell adds to the statistic
 * @returns undefined when a sample is empty. Groups that are empty in both are left out; one group alone says nothing
 */
export function homogeneity(
  { baseline, now }: Counts,
  term: (observed: number, expected: number) => number,
): HomogeneityTest | undefined {
  const n = total(baseline);
  const m = total(now);
  if (n === 0 || m === 0) return undefined;
  let sum = 0;
  let groups = 0;
  for (let group = 0; group < baseline.length; group++) {
    const a = baseline[group] ?? 0;
    const b = now[group] ?? 0;
    if (a + b === 0) continue;
    groups += 1;
    sum += term(a, (n * (a + b)) / (n + m)) + term(b, (m * (a + b)) / (n + m));
  }
  const statistic = Math.max(0, sum);
  const degreesOfFreedom = groups - 1;
  return {
    statistic,
    degreesOfFreedom,
    p: degreesOfFreedom === 0 ? 1 : gammaUpper(degreesOfFreedom / 2, statistic / 2),
  };
}
