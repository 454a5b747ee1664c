/** How pairs of columns go together in the baseline, and how much that varies by chance. */
import { LARGEST } from './scores.ts';
import { pairsOf, productAt, type ReferenceSums } from './sums.ts';

/** A pair of columns in the baseline. */
export interface ReferencePair {
  readonly a: number;
  readonly b: number;
  /** Correlation of the scores: of numbers, Spearman's. */
  readonly r: number;
  /** Mean and standard deviation of each column's scores. */
  readonly means: readonly [number, number];
  readonly sds: readonly [number, number];
  /** Of a row's influence on the correlation: its standard deviation, the most it can be, and between which it lies. */
  readonly sd: number;
  readonly most: number;
  readonly width: number;
}

/**
 * A row's influence on a correlation r is xy - r (x² + y²) / 2 of its standardised scores x and y (Devlin, Gnanadesikan and
 * Kettenring, Biometrika 1975): its mean over rows is 0 in the baseline, and over other rows the change of r, whatever
 * small change of either column's own mean and spread there is. Pairs of a column that does not vary are left out.
 */
export function referencePairs({ rows, sums, higher }: ReferenceSums, columns: number): ReferencePair[] {
  const mean = (value: number | undefined): number => (value ?? 0) / rows;
  const alone = Array.from({ length: columns }, (_, a) => {
    const m = mean(sums[a]);
    const [square, cube, fourth] = [mean(sums[productAt(columns, a, a)]), mean(higher[2 * a]), mean(higher[2 * a + 1])];
    return {
      m,
      square,
      cube,
      variance: square - m ** 2,
      fourth: fourth - 4 * m * cube + 6 * m ** 2 * square - 3 * m ** 4,
    };
  });
  return pairsOf(columns).flatMap(([a, b], pair) => {
    const [x, y] = [alone[a], alone[b]];
    if (!x || !y || x.variance < 1 || y.variance < 1) return [];
    const xy = mean(sums[productAt(columns, a, b)]);
    const [aab, abb, aabb, aaab, abbb] = [0, 1, 2, 3, 4].map((i) => mean(higher[2 * columns + 5 * pair + i])) as [
      ...[number, number, number, number, number],
    ];
    const sds = [Math.sqrt(x.variance), Math.sqrt(y.variance)] as const;
    const r = (xy - x.m * y.m) / (sds[0] * sds[1]);
    const k40 = x.fourth / x.variance ** 2;
    const k04 = y.fourth / y.variance ** 2;
    const k22 =
      (aabb -
        2 * y.m * aab -
        2 * x.m * abb +
        y.m ** 2 * x.square +
        x.m ** 2 * y.square +
        4 * x.m * y.m * xy -
        3 * x.m ** 2 * y.m ** 2) /
      (x.variance * y.variance);
    const third = (m: number, n: number, cubed: number, mixed: number, cube: number, square: number): number =>
      cubed - n * cube - 3 * m * mixed + 3 * m * n * square + 3 * m ** 2 * xy - 3 * m ** 3 * n;
    const k31 = third(x.m, y.m, aaab, aab, x.cube, x.square) / (sds[0] ** 3 * sds[1]);
    const k13 = third(y.m, x.m, abbb, abb, y.cube, y.square) / (sds[1] ** 3 * sds[0]);
    const variance = k22 + (r ** 2 / 4) * (k40 + 2 * k22 + k04) - r * (k31 + k13);
    const [far, wide] = [x, y].map(({ m }, i) => (LARGEST + Math.abs(m)) / (sds[i] ?? 1)) as [number, number];
    return [
      {
        ...{ a, b, r, sds },
        means: [x.m, y.m] as const,
        sd: Math.sqrt(Math.max(0, variance)),
        most: far * wide + (Math.abs(r) / 2) * (far ** 2 + wide ** 2),
        // Of one sign it is at most (1 - |r|) |xy|, for 2 |xy| is at most x² + y².
        width: (2 - Math.abs(r)) * far * wide + (Math.abs(r) / 2) * (far ** 2 + wide ** 2),
      },
    ];
  });
}
