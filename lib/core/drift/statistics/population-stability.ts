import { type Counts, total } from './counts.ts';

/**
 * Population stability index: sum of (a - b) ln(a / b) over the shares of the groups, natural logarithm (Kullback's
 * symmetric divergence J, 1951; the name and the rule "0.1 a little, 0.25 a lot" are banking practice, see Siddiqi,
 * Credit Risk Scorecards, 2006). There is no standard for empty groups; ours: a share below half a row of the smaller
 * sample counts as that, because the smaller sample cannot tell the group from an empty one. Symmetric.
 *
 * Without drift it is about (groups - 1) (1/n + 1/m): it needs few groups. Undefined when a sample is empty.
 * @example populationStability({ baseline: [100, 100, 0], now: [50, 40, 10] }) // 0.3069
 */
export function populationStability({ baseline, now }: Counts): number | undefined {
  const n = total(baseline);
  const m = total(now);
  if (n === 0 || m === 0) return undefined;
  const least = 0.5 / Math.min(n, m);
  let index = 0;
  for (let group = 0; group < baseline.length; group++) {
    const a = Math.max((baseline[group] ?? 0) / n, least);
    const b = Math.max((now[group] ?? 0) / m, least);
    index += (a - b) * Math.log(a / b);
  }
  return index;
}
