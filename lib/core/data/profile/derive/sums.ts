/**
 * Sums over the values of columns, by the kernel. In JavaScript a loop over a column runs too seldom to stay compiled, and
 * each number of it lay on the heap: 370 MB of them for the pairs of 20 columns.
 */
import type { Arena } from '../../kernel/arena.ts';

/** Sums of the rows in which both are there, in this order: rows, x, y, x squared, y squared, x times y. */
export type PairSums = readonly [rows: number, x: number, y: number, xx: number, yy: number, xy: number];

/** A copy of the first of each `step` values, in the arena. */
export function everyNth(arena: Arena, all: Float64Array, step: number): Float64Array {
  const some = arena.numbers(Math.floor(all.length / step));
  return arena.during(() => {
    arena.kernel.copyEvery(arena.placeOf(all, all.length), step, some.length, some.byteOffset);
    return some;
  });
}

/** In place: by their mean and standard deviation, in two steps, so that a large offset takes no digits from the mean. @param values in the arena, NaN where missing */
export function standardise(arena: Arena, values: Float64Array): { count: number; scale: number } {
  const { kernel } = arena;
  const [at, rows] = [values.byteOffset, values.length];
  const count = kernel.countPresent(at, rows);
  if (count === 0) return { count, scale: 0 };
  const first = kernel.sumBeyond(at, rows, 0) / count;
  const mean = first + kernel.sumBeyond(at, rows, first) / count;
  const squares = kernel.squaresBeyond(at, rows, mean);
  const scale = squares > 0 ? Math.sqrt(count / squares) : 0;
  kernel.rescale(at, rows, mean, scale);
  return { count, scale };
}

/** @param x in the arena, without missing values @param y as long, and the same */
export const sumOfProducts = ({ kernel }: Arena, x: Float64Array, y: Float64Array): number =>
  kernel.sumOfProducts(x.byteOffset, y.byteOffset, x.length);

/** @param y as long as x */
export function pairSums(arena: Arena, x: Float64Array, y: Float64Array): PairSums {
  return arena.during(() => {
    const sums = arena.numbers(6);
    arena.kernel.sumPairs(arena.placeOf(x, x.length), arena.placeOf(y, y.length), x.length, sums.byteOffset);
    const [rows = 0, sumX = 0, sumY = 0, xx = 0, yy = 0, xy = 0] = sums;
    return [rows, sumX, sumY, xx, yy, xy];
  });
}
