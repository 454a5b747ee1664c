/** The one-sided law of Kolmogorov's distance. */
import { stirlingError } from '../gamma.ts';

/** Terms that are summed: more lie so close that every so-manieth tells their sum. */
const TERMS = 1000;

/**
 * P(D+ >= x) of n values by the sum of Birnbaum and Tingey (1951), each term by its saddle point (Loader 2000), so that no
 * digits are lost for large n: `scipy.special.smirnov`. Of more than 1,000 terms every s-th is taken s times: they are a
 * smooth function that vanishes with all derivatives at both ends, so nothing is lost (Poisson's summation formula) while
 * n x^2 is above 1.
 * @example smirnov(100, 0.2) // 0.000277596
 */
export function smirnov(n: number, x: number): number {
  const last = Math.floor(n * (1 - x));
  const stride = n * x * x > 1 ? Math.max(1, Math.floor(last / TERMS)) : 1;
  let sum = 0;
  for (let v = 0; v <= last; v += stride) sum += term(n, x, v);
  return sum * stride;
}

/** x C(n, v) (x + v/n)^(v-1) (1 - x - v/n)^(n-v) */
function term(n: number, x: number, v: number): number {
  if (v === 0) return Math.exp(n * Math.log1p(-x));
  if (v === n) return 0;
  const u = v / n;
  // ln of C(n, v) u^v (1 - u)^(n - v), and how the powers differ from that.
  const peak = stirlingError(n) - stirlingError(v) - stirlingError(n - v) - 0.5 * Math.log(2 * Math.PI * v * (1 - u));
  const powers = v * Math.log1p(x / u) + (n - v) * Math.log1p(Math.max(-1, -x / (1 - u)));
  return (x / (x + u)) * Math.exp(peak + powers);
}
