import { durbin } from './durbin.ts';
import { pelzGood } from './pelz-good.ts';
import { smirnov } from './smirnov.ts';

/**
 * P(D > x) of the one-sample Kolmogorov-Smirnov distance of n values: `scipy.stats.kstwo.sf(x, n)`. Which of three
 * formulas serves where is that of Simard and L'Ecuyer (2011), with Durbin's matrix in place of Pomeranz' recursion;
 * both are exact. With n m / (n + m) for n it is the asymptotic law of two samples that SciPy takes.
 * @param n whole, at least 1
 * @example finiteSurvival(100, 0.1) // 0.252693
 */
export function finiteSurvival(n: number, x: number): number {
  if (x >= 1) return 0;
  if (n * x <= 0.5) return 1;
  const size = n * x * x;
  if (size >= NONE) return 0;
  // Beyond, both sides at once are too unlikely to matter (Miller 1956).
  if (x >= 0.5 || size > (n <= FEW ? 4 : 2.2)) return Math.min(1, 2 * smirnov(n, x));
  const below = n <= FEW || (n <= 100_000 && n * x ** 1.5 <= 1.4) ? durbin(n, x) : pelzGood(n, x);
  return Math.min(1, Math.max(0, 1 - below));
}

/** Below the least number there is. */
const NONE = 370;
const FEW = 140;
