import { type Counts, total } from './counts.ts';
import { finiteSurvival } from './kolmogorov/finite.ts';
import { outsideShare } from './kolmogorov/lattice-paths.ts';
import { kolmogorovSurvival } from './kolmogorov/limit.ts';
import type { WalkedSamples } from './walked-samples.ts';

export interface KolmogorovSmirnov {
  /** Largest distance between the two distribution functions, 0 to 1. */
  readonly d: number;
  /** Of "both samples are of one distribution"; too large (never too small) where values are tied or binned. */
  readonly p: number;
}

/** Up to so many values in each sample the p-value is exact, as SciPy has it. */
const MOST_EXACT = 10_000;
/**
 * From n m / (n + m) d^2 of this on p is below 1e-30: no decision hangs on its digits, and counting paths would take a
 * tenth of a second a column.
 */
const SURE = 35;

/**
 * Two-sample Kolmogorov-Smirnov test over ordered groups: `scipy.stats.ks_2samp` with `method='auto'`. Of
 * `placedCounts` the distance is exact. Of bins it is looked at between bins only, so it is at most the mass of the
 * largest bin below the exact one, and never above. Undefined when a sample is empty.
 * @example kolmogorovSmirnov({ baseline: [2, 2], now: [1, 3] }) // { d: 0.25, p: 1 }
 * @example kolmogorovSmirnov({ baseline: [0, 1, 0, 1, 0], now: [1, 0, 1, 0, 1] }) // { d: 0.33333, p: 1 }
 * @example kolmogorovSmirnov({ baseline: [30, 30, 40], now: [60, 25, 15] }) // { d: 0.3, p: 0.000224874 }
 * @param exactBelow paths are counted only where the p-value of the limit law is below this, else that one is the answer:
 *   for whoever asks every hour, and believes none above it
 */
export function kolmogorovSmirnov({ baseline, now }: Counts, exactBelow = 1): KolmogorovSmirnov | undefined {
  const n = total(baseline);
  const m = total(now);
  if (n === 0 || m === 0) return undefined;
  let below = 0;
  let belowNow = 0;
  let largest = 0;
  for (let group = 0; group < baseline.length; group++) {
    below += baseline[group] ?? 0;
    belowNow += now[group] ?? 0;
    largest = Math.max(largest, Math.abs(below * m - belowNow * n));
  }
  return kolmogorovSmirnovOf({ distance: largest, n, m }, exactBelow);
}

/** The same of raw samples that were walked over. */
export function kolmogorovSmirnovOf(
  { distance, n, m }: Pick<WalkedSamples, 'distance' | 'n' | 'm'>,
  exactBelow = 1,
): KolmogorovSmirnov | undefined {
  if (n === 0 || m === 0) return undefined;
  return { d: distance / (n * m), p: pValue(distance, n, m, exactBelow) };
}

/** @param distance d n m, a whole number */
function pValue(distance: number, n: number, m: number, exactBelow: number): number {
  const d = distance / (n * m);
  const size = (n * m) / (n + m);
  const isExact = Math.max(n, m) <= MOST_EXACT && size * d * d < SURE;
  if (!isExact) return finiteSurvival(roundedHalfToEven(size), d);
  const limit = exactBelow < 1 ? kolmogorovSurvival(Math.sqrt(size) * d) : 0;
  return limit < exactBelow ? outsideShare(distance, n, m) : limit;
}

/** As NumPy rounds: two samples of 10,001 make 5000.5, and p tells the difference. */
function roundedHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}
