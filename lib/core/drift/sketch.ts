/**
 * Quantiles of numbers in small memory, within 1 % of their value: DDSketch (Masson, Rim and Lee, VLDB 2019) without
 * collapsing. Bins on the baseline's edges cannot give the median of values that all left the baseline's range, and a
 * change of unit does just that. Merging two sketches is the same as one pass.
 */
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
const SMALLEST = 1e-30;

/** The magnitude of the value lies in (gamma^(key-1), gamma^key]; NaN: it counts as zero. */
export const sketchKey = (value: number): number =>
  Math.abs(value) < SMALLEST ? Number.NaN : Math.ceil(Math.log(Math.abs(value)) / LN_GAMMA);

/** The largest magnitude with the key of the value, to rounding. */
export const sketchLimit = (value: number): number => GAMMA ** sketchKey(value);

export class QuantileSketch {
  private zeros = 0;
  private readonly positive = new KeyCounts();
  private readonly negative = new KeyCounts();

  add(value: number): void {
    this.addKey(value, 1);
  }

  /** Values with the key of this one. */
  addKey(value: number, count: number): void {
    if (count === 0) return;
    const key = sketchKey(value);
    if (Number.isNaN(key)) this.zeros += count;
    else (value > 0 ? this.positive : this.negative).add(key, count);
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
