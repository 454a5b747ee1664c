/**
 * The sketch of values whose bin is known. A bin between two quantiles is narrow mostly: its values have one key of the
 * sketch or its neighbour, and one comparison tells which. So their logarithms need not be taken.
 */
import { nextUp } from '../data/profile/top-bin.ts';
import { type QuantileSketch, sketchKey, sketchLimit } from './sketch.ts';

export class NarrowBins {
  /** Values above it have the upper key; NaN: the bin is not narrow. */
  readonly #limits: Float64Array;
  readonly #above: Float64Array;
  readonly #edges: readonly number[];

  constructor(edges: readonly number[]) {
    this.#edges = edges;
    this.#limits = new Float64Array(edges.length + 1).fill(Number.NaN);
    this.#above = new Float64Array(edges.length + 1);
    for (let bin = 1; bin < edges.length; bin++) {
      const [low, high] = this.#rangeOf(bin);
      // Beyond rounding, values of [low, high) have the key of one of its ends.
      if (low * high > 0 && Math.abs(sketchKey(low) - sketchKey(high)) <= 1) this.#limits[bin] = limitOf(low, high);
    }
  }

  /** Counts a value of the bin, unless its key needs the logarithm. */
  add(bin: number, value: number): boolean {
    const limit = this.#limits[bin] as number;
    if (value > limit) {
      this.#above[bin] = (this.#above[bin] as number) + 1;
      return true;
    }
    return value <= limit;
  }

  /** Hands on what was counted. @param counts all values of each bin */
  pour(counts: ArrayLike<number>, sketch: QuantileSketch): void {
    this.#limits.forEach((limit, bin) => {
      if (Number.isNaN(limit)) return;
      const [low, high] = this.#rangeOf(bin);
      const above = this.#above[bin] ?? 0;
      sketch.addKey(low, (counts[bin] ?? 0) - above);
      sketch.addKey(high, above);
    });
  }

  #rangeOf(bin: number): readonly [number, number] {
    return [this.#edges[bin - 1] ?? 0, this.#edges[bin] ?? 0];
  }
}

/** Of two values of one sign with neighbouring keys, or one: the last with the key of the lower one. */
function limitOf(low: number, high: number): number {
  if (sketchKey(low) === sketchKey(high)) return high;
  // The magnitude that ends a key belongs to it, on either side of zero.
  return low > 0 ? sketchLimit(low) : -nextUp(sketchLimit(high));
}
