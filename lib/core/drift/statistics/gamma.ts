/**
 * ln of the gamma function for x > 0, by Lanczos (g = 7, 9 terms; Godfrey 2001): relative error about 1e-15.
 * @example lnGamma(6) // Math.log(120)
 */
export function lnGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x);
  const shifted = x - 1;
  let sum = 0.99999999999980993;
  for (const [index, coefficient] of LANCZOS.entries()) sum += coefficient / (shifted + index + 1);
  const base = shifted + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(sum);
}

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/**
 * ln n! - ln(sqrt(2 pi n) (n / e)^n), for n >= 1: what Stirling's formula misses (series as in Loader 2000).
 * @example stirlingError(20) // 0.00416632
 */
export function stirlingError(n: number): number {
  if (n < 16) return lnGamma(n + 1) - (n + 0.5) * Math.log(n) + n - 0.5 * Math.log(2 * Math.PI);
  const square = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / n;
}

/**
 * Upper regularised incomplete gamma function Q(a, x), for a > 0 and x >= 0: `scipy.special.gammaincc`. By the series
 * of P below a + 1 and the continued fraction of Q above (Abramowitz and Stegun 6.5.29 and 6.5.31, the latter by Lentz's
 * method).
 * @example gammaUpper(2, 10) // 0.0004994
 */
export function gammaUpper(a: number, x: number): number {
  if (x <= 0) return 1;
  const factor = Math.exp(a * Math.log(x) - x - lnGamma(a));
  return x < a + 1 ? 1 - factor * series(a, x) : factor * fraction(a, x);
}

/** Both converge within about sqrt(a) terms near x = a; this is enough for a of a few million. */
const TERMS = 20_000;

function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < TERMS; n++) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * 1e-16) break;
  }
  return sum;
}

function fraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < TERMS; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b || tiny);
    c = b + numerator / c || tiny;
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return value;
}
