/**
 * Quantiles of numbers in small memory, within 1 % of their value: DDSketch (Masson, Rim and Lee, VLDB 2019) without
 * collapsing. Bins on the baseline's edges cannot give the median of values that all left the baseline's range, and a
 * change of unit does just that. Merging two sketches is the same as one pass.
 */
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

export class QuantileSketch {
  private zeros = 0;
  private readonly positive = new Map<number, number>();
  private readonly negative = new Map<number, number>();

  add(value: number): void {
    const magnitude = Math.abs(value);
    if (magnitude < SMALLEST) {
      this.zeros += 1;
      return;
    }
    const key = Math.ceil(Math.log(magnitude) / LN_GAMMA);
    const side = value > 0 ? this.positive : this.negative;
    side.set(key, (side.get(key) ?? 0) + 1);
  }

  counts(): Sketch {
    const ascending = (side: ReadonlyMap<number, number>): (readonly [number, number])[] =>
      [...side].sort(([a], [b]) => a - b);
    return { zeros: this.zeros, positive: ascending(this.positive), negative: ascending(this.negative) };
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
