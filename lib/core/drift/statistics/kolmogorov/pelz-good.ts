/** The law of Kolmogorov's distance for many values. */

const ROOT_2_PI = Math.sqrt(2 * Math.PI);
const PI_2 = Math.PI ** 2;

/**
 * P(D <= x) of n values: Kolmogorov's limit law and its corrections of order n^(-1/2), n^(-1) and n^(-3/2), in the form
 * that converges for small z = x sqrt(n) (Pelz and Good 1976), right to about n^-2. For n above 140 and z below 1.5.
 * @example pelzGood(1000, 0.02) // 0.189103
 */
export function pelzGood(n: number, x: number): number {
  const root = Math.sqrt(n);
  const z = x * root;
  const z2 = z * z;
  const sums = [0, 0, 0, 0];
  for (let k = 1; k <= Math.ceil((16 * z) / Math.PI); k++) {
    const odd = oddTerms(z2, (2 * k - 1) ** 2);
    const every = everyTerms(z2, k * k);
    for (let order = 0; order < sums.length; order++)
      sums[order] = (sums[order] ?? 0) + (odd[order] ?? 0) + (every[order] ?? 0);
  }
  const [k0 = 0, k1 = 0, k2 = 0, k3 = 0] = sums;
  return Math.min(1, Math.max(0, (ROOT_2_PI / z) * (k0 + k1 / root + k2 / n + k3 / (n * root))));
}

/** Terms of the sums over odd numbers; `m` is the square of one. Each over sqrt(2 pi) / z. */
function oddTerms(z2: number, m: number): number[] {
  const q = Math.exp((-m * PI_2) / (8 * z2));
  const a = (PI_2 * m) / 4;
  return [
    q,
    (q * (a - z2)) / (6 * z2 ** 1.5),
    (q * (6 * z2 ** 3 + 2 * z2 ** 2 + a * (2 * z2 ** 2 - 5 * z2) + a * a * (1 - 2 * z2))) / (72 * z2 ** 3),
    (q *
      (-30 * z2 ** 3 -
        90 * z2 ** 4 +
        a * (135 * z2 ** 2 - 96 * z2 ** 3) +
        a * a * (212 * z2 ** 2 - 60 * z2) +
        a ** 3 * (5 - 30 * z2))) /
      (6480 * z2 ** 4.5),
  ];
}

/** Terms of the sums over all numbers; `k` is the square of one. Each over sqrt(2 pi) / z. */
function everyTerms(z2: number, k: number): number[] {
  const q = Math.exp((-k * PI_2) / (2 * z2));
  return [0, 0, (-PI_2 * k * q) / (36 * z2), (PI_2 * k * q * (3 * z2 - PI_2 * k)) / (216 * z2 ** 2.5)];
}
