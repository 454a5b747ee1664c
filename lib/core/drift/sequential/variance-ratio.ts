import { lnGamma } from '../statistics/gamma.ts';

/**
 * P(F > f) of Fisher's F law: `scipy.stats.f.sf(f, between, within)`, by the regularised incomplete beta function
 * I_x(within / 2, between / 2) at x = within / (within + between f) (Abramowitz and Stegun 26.6.2).
 * @example varianceRatioSurvival(3, 4, 20) // 0.043201
 */
export function varianceRatioSurvival(f: number, between: number, within: number): number {
  if (!(f > 0)) return 1;
  return incompleteBeta(within / 2, between / 2, within / (within + between * f));
}

/** I_x(a, b), by its continued fraction (Abramowitz and Stegun 26.5.8; Lentz's method) on the side where it converges. */
function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * fraction(a, b, x)) / a : 1 - (front * fraction(b, a, 1 - x)) / b;
}

const TERMS = 10_000;

function fraction(a: number, b: number, x: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || tiny);
  let value = d;
  for (let m = 1; m < TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d || tiny);
    c = 1 + even / c || tiny;
    value *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d || tiny);
    c = 1 + odd / c || tiny;
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-14) break;
  }
  return value;
}
