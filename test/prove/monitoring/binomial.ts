/** How far shares may be from each other by chance. */

/** P(X >= least) of `of` tries that succeed with probability `p`. */
export function atLeast(least: number, of: number, p: number): number {
  let term = (1 - p) ** of;
  let below = 0;
  for (let k = 0; k < least; k++) {
    below += term;
    term *= ((of - k) / (k + 1)) * (p / (1 - p));
  }
  return Math.max(0, 1 - below);
}

/** Standard error of the difference of two shares, were they of one probability. */
export function differenceError(a: { hits: number; of: number }, b: { hits: number; of: number }): number {
  const p = (a.hits + b.hits) / (a.of + b.of);
  return Math.sqrt(p * (1 - p) * (1 / a.of + 1 / b.of));
}

export const percent = (hits: number, of: number): string => (of === 0 ? '-' : `${((100 * hits) / of).toFixed(1)} %`);
