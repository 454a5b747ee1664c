/**
 * Sums over the values of columns, a block of rows a call. V8 compiles a loop that runs for long in one call for that loop
 * alone, and throws the code away where the loop ends: called once a pair of columns it ran mostly uncompiled, and left a
 * number on the heap for each product (370 MB for 20 columns).
 */

const BLOCK = 1024;

/** Sums of the rows in which both are there, in this order: rows, x, y, x squared, y squared, x times y. */
export type PairSums = readonly [rows: number, x: number, y: number, xx: number, yy: number, xy: number];

/** How many are there, and the sum of what they exceed `offset` by. */
export function sumBeyond(values: Float64Array, offset: number): { count: number; sum: number } {
  const sums = new Float64Array(2);
  for (let from = 0; from < values.length; from += BLOCK)
    addBeyond(values, offset, from, Math.min(values.length, from + BLOCK), sums);
  const [count = 0, sum = 0] = sums;
  return { count, sum };
}

/** The sum of the squares of what they exceed `offset` by. */
export function squaresBeyond(values: Float64Array, offset: number): number {
  let sum = 0;
  for (let from = 0; from < values.length; from += BLOCK)
    sum = addSquares(values, offset, from, Math.min(values.length, from + BLOCK), sum);
  return sum;
}

/** Each value by what it exceeds `offset`, times `scale`; in place. */
export function rescale(values: Float64Array, offset: number, scale: number): void {
  for (let from = 0; from < values.length; from += BLOCK)
    rescaleRows(values, offset, scale, from, Math.min(values.length, from + BLOCK));
}

/** @param x without missing values @param y as long, without missing values */
export function sumOfProducts(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let from = 0; from < x.length; from += BLOCK)
    sum = addProducts(x, y, from, Math.min(x.length, from + BLOCK), sum);
  return sum;
}

/** @param y as long as x */
export function pairSums(x: Float64Array, y: Float64Array): PairSums {
  const sums = new Float64Array(6);
  for (let from = 0; from < x.length; from += BLOCK) addPairs(x, y, from, Math.min(x.length, from + BLOCK), sums);
  const [rows = 0, sumX = 0, sumY = 0, xx = 0, yy = 0, xy = 0] = sums;
  return [rows, sumX, sumY, xx, yy, xy];
}

function addBeyond(values: Float64Array, offset: number, from: number, to: number, sums: Float64Array): void {
  let [count = 0, sum = 0] = sums;
  for (let row = from; row < to; row++) {
    const value = values[row] ?? 0;
    if (Number.isNaN(value)) continue;
    count += 1;
    sum += value - offset;
  }
  sums[0] = count;
  sums[1] = sum;
}

function addSquares(values: Float64Array, offset: number, from: number, to: number, begun: number): number {
  let sum = begun;
  for (let row = from; row < to; row++) {
    const value = values[row] ?? 0;
    if (!Number.isNaN(value)) sum += (value - offset) ** 2;
  }
  return sum;
}

function rescaleRows(values: Float64Array, offset: number, scale: number, from: number, to: number): void {
  for (let row = from; row < to; row++) values[row] = ((values[row] ?? 0) - offset) * scale;
}

function addProducts(x: Float64Array, y: Float64Array, from: number, to: number, begun: number): number {
  let sum = begun;
  for (let row = from; row < to; row++) sum += (x[row] ?? 0) * (y[row] ?? 0);
  return sum;
}

function addPairs(x: Float64Array, y: Float64Array, from: number, to: number, sums: Float64Array): void {
  let [rows = 0, sumX = 0, sumY = 0, xx = 0, yy = 0, xy = 0] = sums;
  for (let row = from; row < to; row++) {
    const p = x[row] ?? 0;
    const q = y[row] ?? 0;
    if (Number.isNaN(p) || Number.isNaN(q)) continue;
    rows += 1;
    sumX += p;
    sumY += q;
    xx += p * p;
    yy += q * q;
    xy += p * q;
  }
  sums[0] = rows;
  sums[1] = sumX;
  sums[2] = sumY;
  sums[3] = xx;
  sums[4] = yy;
  sums[5] = xy;
}
