/** Exact counts, extremes and moments of a numeric column, batch by batch. */
import { type Arena, withArena } from '../kernel/arena.ts';

/** A plain document: what ranges of a file hand to each other. Infinities of an empty column are null. */
export interface MomentsState {
  count: number;
  nulls: number;
  zeros: number;
  negatives: number;
  whole: number;
  min: number | null;
  max: number | null;
  mean: number;
  /** What the mean is beyond the digits of a double: where values lie close together far from 0, deviations hang on it. */
  meanRest: number;
  /** Sum of squared deviations from the mean. */
  squares: number;
}

const SUMS = 8;

export interface Moments {
  /** @param values NaN where missing @param arena of the values, if they lie in one: the one behind the last may be written */
  add(values: Float64Array, rows: number, arena?: Arena): void;
  merge(other: MomentsState): void;
  state(): MomentsState;
}

/**
 * Mean and sum of squares of each batch are taken from shifted values and merged pairwise (Chan, Golub and LeVeque 1983,
 * "Algorithms for computing the sample variance", 1.6 and 2.1): a large offset costs no digits. Merged parts equal the
 * single pass but for rounding.
 */
export const moments = (): Moments => new ColumnMoments();

/** A class: of a function within a function each column would have its own to be compiled. */
class ColumnMoments implements Moments {
  #count = 0;
  #nulls = 0;
  #zeros = 0;
  #negatives = 0;
  #whole = 0;
  #mean = 0;
  #meanRest = 0;
  #squares = 0;
  #least = Number.POSITIVE_INFINITY;
  #most = Number.NEGATIVE_INFINITY;
  /** Where batches lie, and room there for their sums. */
  #home: Arena | undefined;
  #sums = new Float64Array(0);

  add(values: Float64Array, rows: number, arena?: Arena): void {
    // Where it is known, deviations are from the mean so far; else from a value, which is near enough: of n values none
    // is further from their mean than sqrt(n) standard deviations.
    const shift = this.#count > 0 ? this.#mean : firstOf(values, rows);
    const found = this.#sumsOf(values, rows, shift, arena);
    const [count, sum, squares] = [found[0] ?? 0, found[6] ?? 0, found[7] ?? 0];
    this.#nulls += rows - count;
    if (count === 0) return;
    this.#zeros += found[1] ?? 0;
    this.#negatives += found[2] ?? 0;
    this.#whole += found[3] ?? 0;
    // -0 is a text of 0, and no other number.
    this.#least = Math.min(this.#least, found[4] ?? 0) + 0;
    this.#most = Math.max(this.#most, found[5] ?? 0) + 0;
    this.#join(count, shift, sum / count, Math.max(0, squares - (sum * sum) / count));
  }

  merge(other: MomentsState): void {
    this.#nulls += other.nulls;
    this.#zeros += other.zeros;
    this.#negatives += other.negatives;
    this.#whole += other.whole;
    if (other.min !== null && other.min < this.#least) this.#least = other.min;
    if (other.max !== null && other.max > this.#most) this.#most = other.max;
    this.#join(other.count, other.mean, other.meanRest, other.squares);
  }

  state(): MomentsState {
    const isEmpty = this.#count === 0;
    return {
      count: this.#count,
      nulls: this.#nulls,
      zeros: this.#zeros,
      negatives: this.#negatives,
      whole: this.#whole,
      min: isEmpty ? null : this.#least,
      max: isEmpty ? null : this.#most,
      mean: this.#mean,
      meanRest: this.#meanRest,
      squares: this.#squares,
    };
  }

  #join(count: number, mean: number, meanRest: number, squares: number): void {
    if (count === 0) return;
    const total = this.#count + count;
    if (this.#count === 0) [this.#mean, this.#meanRest, this.#squares] = [mean, meanRest, squares];
    else {
      const apart = mean - this.#mean + (meanRest - this.#meanRest);
      const step = apart * (count / total);
      // The sum of two doubles is a double and a rest, both exact (Knuth, TAOCP 2, 4.2.2, theorem B).
      const moved = this.#mean + step;
      const part = moved - this.#mean;
      this.#meanRest += this.#mean - (moved - part) + (step - part);
      this.#mean = moved;
      this.#squares += squares + apart * apart * (this.#count / total) * count;
    }
    this.#count = total;
  }

  /** What the kernel writes: see assembly/moments.ts. Valid until the next call. */
  #sumsOf(values: Float64Array, rows: number, shift: number, arena: Arena | undefined): Float64Array {
    if (!arena?.owns(values))
      return withArena(arena, (other) => {
        const found = other.numbers(SUMS);
        other.kernel.addNumbers(other.placeOf(values, rows), rows, shift, found.byteOffset);
        return found.slice();
      });
    if (arena !== this.#home) {
      this.#home = arena;
      this.#sums = arena.numbers(SUMS);
    }
    arena.kernel.addNumbers(values.byteOffset, rows, shift, this.#sums.byteOffset);
    return this.#sums;
  }
}

function firstOf(values: Float64Array, rows: number): number {
  for (let row = 0; row < rows; row++) {
    const value = values[row] ?? 0;
    if (!Number.isNaN(value)) return value;
  }
  return 0;
}
