import { stirlingError } from './gamma.ts';

/**
 * ln of the binomial coefficient C(n, k), for 0 <= k <= n, by Stirling's formula and its error (Loader 2000): right to 15
 * digits also of thousands of millions of rows, where the difference of three ln-factorials has lost ten.
 * @example lnChoose(10, 3) // Math.log(120)
 */
export function lnChoose(n: number, k: number): number {
  const rest = n - k;
  if (k === 0 || rest === 0) return 0;
  // Of the smaller part, so that no two large numbers are taken from each other.
  const [few, many] = k < rest ? [k, rest] : [rest, k];
  return (
    few * Math.log(n / few) -
    many * Math.log1p(-few / n) +
    stirlingError(n) -
    stirlingError(few) -
    stirlingError(many) -
    0.5 * Math.log((2 * Math.PI * few * many) / n)
  );
}
