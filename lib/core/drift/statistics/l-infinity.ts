import { type Counts, total } from './counts.ts';

/**
 * L-infinity (Chebyshev) distance: the largest difference between the shares of one group, 0 to 1:
 * `scipy.spatial.distance.chebyshev(p, q)`. It tells which level moved most, and does not grow with the number of levels.
 * Symmetric; undefined when a sample is empty.
 * @example lInfinity({ baseline: [50, 30, 20], now: [50, 10, 40] }) // 0.2
 */
export function lInfinity({ baseline, now }: Counts): number | undefined {
  const n = total(baseline);
  const m = total(now);
  if (n === 0 || m === 0) return undefined;
  let largest = 0;
  for (let group = 0; group < baseline.length; group++)
    largest = Math.max(largest, Math.abs((baseline[group] ?? 0) / n - (now[group] ?? 0) / m));
  return largest;
}
