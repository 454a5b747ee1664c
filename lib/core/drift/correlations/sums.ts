/** Sums of scores over rows: what correlations are made of. Whole numbers, so parts add up to the whole exactly. */

/** Of columns a, b, c: sums of a, b, c, then of aa, ab, ac, bb, bc, cc. */
export interface ScoreSums {
  readonly rows: number;
  readonly sums: readonly number[];
}

/** With the sums that tell how much a correlation varies by chance, see `higherSums`. */
export interface ReferenceSums extends ScoreSums {
  readonly higher: readonly number[];
}

/** Pairs of different columns, in the order of the sums. */
export function pairsOf(columns: number): [a: number, b: number][] {
  return Array.from({ length: columns }, (_, a) =>
    Array.from({ length: columns - a - 1 }, (_, i): [number, number] => [a, a + 1 + i]),
  ).flat();
}

/** Place of the sum of products of columns a <= b, after the sums of the columns alone. */
export const productAt = (columns: number, a: number, b: number): number =>
  columns + a * columns - (a * (a - 1)) / 2 + (b - a);

/** How many sums there are of so many columns. */
export const sumsOf = (columns: number): number => columns + (columns * (columns + 1)) / 2;
/** And how many higher ones: the third and fourth power of each, then five of each pair. */
export const higherSumsOf = (columns: number): number => 2 * columns + (5 * columns * (columns - 1)) / 2;

/** Adds the rows of scores to the sums. @param scores one entry a column */
export function addSums(sums: Float64Array, scores: readonly Float64Array[], rows: number): void {
  const columns = scores.length;
  for (const [a, x] of scores.entries()) {
    let alone = 0;
    for (let row = 0; row < rows; row++) alone += x[row] as number;
    sums[a] = (sums[a] as number) + alone;
    for (let b = a; b < columns; b++) {
      const y = scores[b] as Float64Array;
      let products = 0;
      for (let row = 0; row < rows; row++) products += (x[row] as number) * (y[row] as number);
      const at = productAt(columns, a, b);
      sums[at] = (sums[at] as number) + products;
    }
  }
}

/** Of each column a the sums of a³ and a⁴; of each pair those of a²b, ab², a²b², a³b, ab³. */
export function addHigherSums(sums: Float64Array, scores: readonly Float64Array[], rows: number): void {
  const columns = scores.length;
  const add = (at: number, value: number): void => {
    sums[at] = (sums[at] as number) + value;
  };
  for (const [a, x] of scores.entries()) {
    let [cubes, fourths] = [0, 0];
    for (let row = 0; row < rows; row++) {
      const value = x[row] as number;
      cubes += value ** 3;
      fourths += value ** 4;
    }
    add(2 * a, cubes);
    add(2 * a + 1, fourths);
  }
  for (const [pair, [a, b]] of pairsOf(columns).entries()) {
    const [x, y] = [scores[a] as Float64Array, scores[b] as Float64Array];
    let [aab, abb, aabb, aaab, abbb] = [0, 0, 0, 0, 0];
    for (let row = 0; row < rows; row++) {
      const [p, q] = [x[row] as number, y[row] as number];
      const product = p * q;
      aab += product * p;
      abb += product * q;
      aabb += product * product;
      aaab += product * p * p;
      abbb += product * q * q;
    }
    for (const [i, value] of [aab, abb, aabb, aaab, abbb].entries()) add(2 * columns + 5 * pair + i, value);
  }
}

/** @throws RangeError for sums of other columns */
export function mergeSums(a: ScoreSums, b: ScoreSums): ScoreSums {
  return { rows: a.rows + b.rows, sums: added(a.sums, b.sums) };
}

/** @throws RangeError for sums of other columns */
export function mergeReferences(a: ReferenceSums, b: ReferenceSums): ReferenceSums {
  return { ...mergeSums(a, b), higher: added(a.higher, b.higher) };
}

function added(a: readonly number[], b: readonly number[]): number[] {
  if (a.length !== b.length) throw new RangeError('the two parts are not of the same columns');
  return a.map((value, i) => value + (b[i] ?? 0));
}
