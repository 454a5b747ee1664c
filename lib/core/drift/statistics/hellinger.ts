import { type Counts, total } from './counts.ts';

/**
 * Hellinger distance of two distributions over the same groups: the Euclidean distance of the roots of the shares over
 * the root of 2 (Hellinger 1909), 0 for equal and 1 for disjoint ones. Empty groups need no rule. Symmetric; undefined
 * when a sample is empty.
 * @example hellinger({ baseline: [300, 155], now: [100, 100] }) // 0.114545
 */
export function hellinger({ baseline, now }: Counts): number | undefined {
  const n = total(baseline);
  const m = total(now);
  if (n === 0 || m === 0) return undefined;
  let squares = 0;
  for (let group = 0; group < baseline.length; group++)
    squares += (Math.sqrt((baseline[group] ?? 0) / n) - Math.sqrt((now[group] ?? 0) / m)) ** 2;
  return Math.min(1, Math.sqrt(squares / 2));
}
