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
export function moments(): Moments {
  const all = { count: 0, nulls: 0, zeros: 0, negatives: 0, whole: 0, mean: 0, meanRest: 0, squares: 0 };
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;

  function join(count: number, mean: number, meanRest: number, squares: number): void {
    if (count === 0) return;
    if (all.count === 0) {
      Object.assign(all, { count, mean, meanRest, squares });
      return;
    }
    const total = all.count + count;
    const apart = mean - all.mean + (meanRest - all.meanRest);
    const step = apart * (count / total);
    // The sum of two doubles is a double and a rest, both exact (Knuth, TAOCP 2, 4.2.2, theorem B).
    const moved = all.mean + step;
    const part = moved - all.mean;
    all.meanRest += all.mean - (moved - part) + (step - part);
    all.mean = moved;
    all.squares += squares + apart * apart * (all.count / total) * count;
    all.count = total;
  }

  return {
    add(values, rows, arena) {
      // Where it is known, deviations are from the mean so far; else from a value, which is near enough: of n values none
      // is further from their mean than sqrt(n) standard deviations.
      const shift = all.count > 0 ? all.mean : firstOf(values, rows);
      const found = sumsOf(values, rows, shift, arena);
      all.nulls += rows - found.count;
      if (found.count === 0) return;
      all.zeros += found.zeros;
      all.negatives += found.negatives;
      all.whole += found.whole;
      // -0 is a text of 0, and no other number.
      least = Math.min(least, found.least) + 0;
      most = Math.max(most, found.greatest) + 0;
      const { count, sum, squares } = found;
      join(count, shift, sum / count, Math.max(0, squares - (sum * sum) / count));
    },
    merge(other) {
      all.nulls += other.nulls;
      all.zeros += other.zeros;
      all.negatives += other.negatives;
      all.whole += other.whole;
      if (other.min !== null && other.min < least) least = other.min;
      if (other.max !== null && other.max > most) most = other.max;
      join(other.count, other.mean, other.meanRest, other.squares);
    },
    state: () => ({ ...all, min: all.count === 0 ? null : least, max: all.count === 0 ? null : most }),
  };
}

interface Sums {
  count: number;
  zeros: number;
  negatives: number;
  whole: number;
  least: number;
  greatest: number;
  /** Of the distances from the shift, and of their squares. */
  sum: number;
  squares: number;
}

function sumsOf(values: Float64Array, rows: number, shift: number, arena: Arena | undefined): Sums {
  return withArena(arena, (home) => {
    const { kernel } = home;
    kernel.addNumbers(home.placeOf(values, rows), rows, shift);
    return {
      count: kernel.count.value,
      zeros: kernel.zeros.value,
      negatives: kernel.negatives.value,
      whole: kernel.wholes.value,
      least: kernel.least.value,
      greatest: kernel.greatest.value,
      sum: kernel.sum.value,
      squares: kernel.squares.value,
    };
  });
}

function firstOf(values: Float64Array, rows: number): number {
  for (let row = 0; row < rows; row++) {
    const value = values[row] ?? 0;
    if (!Number.isNaN(value)) return value;
  }
  return 0;
}
