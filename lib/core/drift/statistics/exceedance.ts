import { lnChoose } from './ln-choose.ts';

/**
 * Chance that, of `of` values drawn like the `baseline` ones, at least `count` lie beyond the smallest and the largest of
 * the baseline. Exact for continuous values, and too large (never too small) where values are tied: the values fall into
 * the gaps between those of the baseline, every arrangement as likely as another, and two of the `baseline + 1` gaps lie
 * outside (Wilks 1941; David and Nagaraja, Order Statistics, 2003, section 7.3).
 * @example exceedance({ count: 5, of: 100, baseline: 1000 }) // 0.0000315104
 */
export function exceedance({ count, of, baseline }: { count: number; of: number; baseline: number }): number {
  if (count <= 0 || baseline < 2) return 1;
  // P(k) = (k + 1) C(of - k + baseline - 2, baseline - 2) / C(of + baseline, baseline), from the first one on.
  let term = Math.exp(
    Math.log(count + 1) + lnChoose(of - count + baseline - 2, baseline - 2) - lnChoose(of + baseline, baseline),
  );
  let p = 0;
  for (let k = count; k <= of; k++) {
    p += term;
    if (term < p * 1e-16) break;
    term *= ((k + 2) / (k + 1)) * ((of - k) / (of - k + baseline - 2));
  }
  return Math.min(1, p);
}
