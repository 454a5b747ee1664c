import { type Counts, total } from './counts.ts';

/**
 * Jensen-Shannon distance in base 2: the root of the divergence (Lin 1991; a metric by Endres and Schindelin 2003), 0
 * for equal and 1 for disjoint distributions, as `scipy.spatial.distance.jensenshannon(p, q, base=2)`. Undefined when a
 * sample is empty.
 * @example jensenShannon({ baseline: [1, 0], now: [0, 1] }) // 1
 */
export function jensenShannon({ baseline, now }: Counts): number | undefined {
  const n = total(baseline);
  const m = total(now);
  if (n === 0 || m === 0) return undefined;
  let divergence = 0;
  for (let group = 0; group < baseline.length; group++) {
    const a = (baseline[group] ?? 0) / n;
    const b = (now[group] ?? 0) / m;
    const middle = (a + b) / 2;
    if (a > 0) divergence += (a * Math.log2(a / middle)) / 2;
    if (b > 0) divergence += (b * Math.log2(b / middle)) / 2;
  }
  return Math.sqrt(Math.min(1, Math.max(0, divergence)));
}
