/**
 * Quantiles of numbers in small memory, within 1 % of their value: DDSketch (Masson, Rim and Lee, VLDB 2019) without
 * collapsing. Bins on the baseline's edges cannot give the median of values that all left the baseline's range, and a
 * change of unit does just that. Merging two sketches is the same as one pass.
 */
import { lowestOf, upperBits } from './float-bits.ts';
import { KeyCounts } from './key-counts.ts';

export interface Sketch {
  readonly zeros: number;
  /** [key, count]: magnitudes in (gamma^(key-1), gamma^key], by ascending key. */
  readonly positive: readonly (readonly [number, number])[];
  readonly negative: readonly (readonly [number, number])[];
}

const ACCURACY = 0.01;
const GAMMA = (1 + ACCURACY) / (1 - ACCURACY);
const LN_GAMMA = Math.log(GAMMA);
/** Magnitudes below this count as zero; it bounds the number of keys. */
export const SMALLEST = 1e-30;

/** All bits but the sign. */
const MAGNITUDE = 0x7fffffff;

/** Of a magnitude. */
export const keyOf = (magnitude: number): number => Math.ceil(Math.log(magnitude) / LN_GAMMA);

/**
 * Keys by the upper bits of a magnitude, for logarithms take long. 64 cells to a power of two are narrower than a key, so
 * a cell has one key or two, and one comparison tells which.
 */
const CELL_BITS = 14;
const FIRST_CELL = upperBits(SMALLEST) >> CELL_BITS;
/** Beyond the largest number of 32 bits, which is the largest that is read. */
const CELLS = (upperBits(2 ** 129) >> CELL_BITS) - FIRST_CELL;
const cellKeys = new Int16Array(CELLS);
/** The largest magnitude with that key. */
const cellLimits = new Float64Array(CELLS);
for (let cell = 0; cell < CELLS; cell++) {
  const key = keyOf(lowestOf((FIRST_CELL + cell) << CELL_BITS));
  cellKeys[cell] = key;
  cellLimits[cell] = GAMMA ** key;
}
export const SKETCH_CELLS = { first: FIRST_CELL, keys: cellKeys, limits: cellLimits };

/** The magnitude lies in (gamma^(key-1), gamma^key]. @param upper its `upperBits` */
function sketchKey(magnitude: number, upper: number): number {
  const cell = (upper >> CELL_BITS) - FIRST_CELL;
  if (cell >= CELLS) return keyOf(magnitude);
  const key = cellKeys[cell] as number;
  return magnitude > (cellLimits[cell] as number) ? key + 1 : key;
}

export class QuantileSketch {
  private zeros = 0;
  private readonly positive = new KeyCounts();
  private readonly negative = new KeyCounts();

  /** @param upper its `upperBits` */
  add(value: number, upper = upperBits(value)): void {
    const magnitude = Math.abs(value);
    if (magnitude < SMALLEST) this.zeros += 1;
    else (value > 0 ? this.positive : this.negative).add(sketchKey(magnitude, upper & MAGNITUDE));
  }

  /** So many values of one key. */
  addKey(sign: 1 | -1, key: number, count: number): void {
    (sign > 0 ? this.positive : this.negative).add(key, count);
  }

  addZeros(count: number): void {
    this.zeros += count;
  }

  counts(): Sketch {
    return { zeros: this.zeros, positive: this.positive.entries(), negative: this.negative.entries() };
  }
}

export function mergeSketches(a: Sketch, b: Sketch): Sketch {
  const merge = (x: Sketch['positive'], y: Sketch['positive']): Sketch['positive'] => {
    const counts = new Map(x);
    for (const [key, count] of y) counts.set(key, (counts.get(key) ?? 0) + count);
    return [...counts].sort(([p], [q]) => p - q);
  };
  return {
    zeros: a.zeros + b.zeros,
    positive: merge(a.positive, b.positive),
    negative: merge(a.negative, b.negative),
  };
}

/** The value of rank floor(probability (n - 1)), within 1 %; undefined for an empty sketch. */
export function sketchQuantile(sketch: Sketch, probability: number): number | undefined {
  const middle = (key: number): number => (2 * GAMMA ** key) / (GAMMA + 1);
  const ordered: (readonly [number, number])[] = [
    ...sketch.negative.toReversed().map(([key, count]) => [-middle(key), count] as const),
    [0, sketch.zeros],
    ...sketch.positive.map(([key, count]) => [middle(key), count] as const),
  ];
  const size = ordered.reduce((sum, [, count]) => sum + count, 0);
  if (size === 0) return undefined;
  let rank = Math.floor(probability * (size - 1));
  for (const [value, count] of ordered) {
    if (rank < count) return value;
    rank -= count;
  }
  return undefined;
}
