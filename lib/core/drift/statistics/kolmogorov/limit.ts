/**
 * P(K > x) of Kolmogorov's distribution (Kolmogorov 1933), the limit of D sqrt(n): `scipy.stats.kstwobign.sf`. Two series
 * of the same function, each where it converges in a few terms: the theta form for small x, the alternating one for large x.
 * @example kolmogorovSurvival(1.36) // 0.049486
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
