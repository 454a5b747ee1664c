import { type Counts, total } from './counts.ts';
import { gammaUpper } from './gamma.ts';
import type { WalkedSamples } from './walked-samples.ts';

export interface RankSum {
  /** Chance that a value now is above one of the baseline, ties half: 0.5 when neither side is larger. */
  readonly share: number;
  readonly p: number;
}

/**
 * Two-sample rank-sum test (Wilcoxon 1945; Mann and Whitney 1947) of counts over ordered groups, those of one group being
 * ties: two-sided, by the normal limit with the correction for ties and for continuity, as
 * `scipy.stats.mannwhitneyu(now, baseline, method='asymptotic')`. It sees a small move of all values with about half the
 * rows that the Kolmogorov-Smirnov test takes, and nothing of a change of width. Undefined when a sample is empty.
 * @example rankSum({ baseline: [3, 2, 1, 0], now: [0, 1, 2, 3] }) // { share: 0.91667, p: 0.0168638 }
 */
export function rankSum({ baseline, now }: Counts): RankSum | undefined {
  const n = total(baseline);
  const m = total(now);
  if (n === 0 || m === 0) return undefined;
  let below = 0;
  let pairs = 0;
  let ties = 0;
  for (let group = 0; group < baseline.length; group++) {
    const a = baseline[group] ?? 0;
    const b = now[group] ?? 0;
    pairs += b * (below + a / 2);
    below += a;
    ties += (a + b) ** 3 - (a + b);
  }
  return rankSumOf({ n, m, pairs, ties });
}

/** The same of raw samples that were walked over. */
export function rankSumOf({ n, m, pairs, ties }: Omit<WalkedSamples, 'distance'>): RankSum | undefined {
  if (n === 0 || m === 0) return undefined;
  const all = n + m;
  const variance = ((n * m) / 12) * (all + 1 - ties / (all * (all - 1)));
  const distance = Math.max(0, Math.abs(pairs - (n * m) / 2) - 0.5);
  const p = variance > 0 ? gammaUpper(0.5, distance ** 2 / (2 * variance)) : 1;
  return { share: pairs / (n * m), p: Math.min(1, p) };
}
