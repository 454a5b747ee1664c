import { type Counts, total } from './counts.ts';

export interface KolmogorovSmirnov {
  /** Largest distance between the two distribution functions, 0 to 1. */
  readonly d: number;
  /** Asymptotic p-value; too large (never too small) where values are tied or binned. */
  readonly p: number;
}

/**
 * Two-sample Kolmogorov-Smirnov test of counts over ordered bins. The distance is looked at between bins only, so it is
 * at most the mass of the largest bin below the exact one. Undefined when a sample is empty.
 * @example kolmogorovSmirnov({ baseline: [2, 2], now: [1, 3] }) // { d: 0.25, p: 0.9996 }
 */
export function kolmogorovSmirnov({ baseline, now }: Counts): KolmogorovSmirnov | undefined {
  const n = total(baseline);
  const m = total(now);
  if (n === 0 || m === 0) return undefined;
  let below = 0;
  let belowNow = 0;
  let d = 0;
  for (let bin = 0; bin < baseline.length; bin++) {
    below += baseline[bin] ?? 0;
    belowNow += now[bin] ?? 0;
    d = Math.max(d, Math.abs(below / n - belowNow / m));
  }
  return { d, p: pValue(d, n, m) };
}

/** The same test of two samples of numbers: its distance is exact, and that of scipy.stats.ks_2samp. */
export function kolmogorovSmirnovOfSamples(
  baseline: readonly number[],
  now: readonly number[],
): KolmogorovSmirnov | undefined {
  const values = [...new Set([...baseline, ...now])].sort((a, b) => a - b);
  const index = new Map(values.map((value, i) => [value, i]));
  const count = (sample: readonly number[]): number[] => {
    const counts: number[] = new Array(values.length).fill(0);
    for (const value of sample) {
      const i = index.get(value) ?? 0;
      counts[i] = (counts[i] ?? 0) + 1;
    }
    return counts;
  };
  return kolmogorovSmirnov({ baseline: count(baseline), now: count(now) });
}

/** Kolmogorov's limit law at d sqrt(n m / (n + m)): `scipy.stats.kstwobign.sf`. */
function pValue(d: number, n: number, m: number): number {
  return kolmogorovSurvival(d * Math.sqrt((n * m) / (n + m)));
}

/**
 * P(K > x) of Kolmogorov's distribution (Kolmogorov 1933). Two series of the same function, each where it converges in
 * a few terms: the theta form for small x, the alternating one for large x.
 */
export function kolmogorovSurvival(x: number): number {
  if (x <= 0) return 1;
  if (x < 1.18) {
    let sum = 0;
    for (let k = 1; k <= 9; k += 2) sum += Math.exp((-(k * k) * Math.PI ** 2) / (8 * x * x));
    return Math.min(1, Math.max(0, 1 - (Math.sqrt(2 * Math.PI) / x) * sum));
  }
  let sum = 0;
  for (let k = 1; k <= 6; k++) sum += (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * x * x);
  return Math.min(1, Math.max(0, 2 * sum));
}
