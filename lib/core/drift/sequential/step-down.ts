/** Many tests, one level: which of them may be believed. */

/**
 * Holm's step-down procedure (Scandinavian Journal of Statistics 1979): the smallest p-value must be at most
 * level / tests, the next at most level / (tests - 1), and so on until one is not. The chance that any true "no change"
 * is called is at most `level`, whatever the dependence between the tests; Simes and Benjamini-Hochberg need a kind of it.
 * @returns for each test whether it is called
 * @example stepDown([0.001, 0.02, 0.9], 0.05) // [true, true, false]: 0.001 <= 0.05 / 3, 0.02 <= 0.05 / 2
 */
export function stepDown(ps: readonly number[], level: number): boolean[] {
  const called: boolean[] = ps.map(() => false);
  const order = ps.map((p, test) => ({ p, test })).sort((a, b) => a.p - b.p);
  for (const [rank, { p, test }] of order.entries()) {
    if (p > level / (ps.length - rank)) break;
    called[test] = true;
  }
  return called;
}
