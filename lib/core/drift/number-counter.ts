import type { NumberBaseline } from './baseline.ts';
import { numberOf, timestampOf } from './cells.ts';
import { addCounts, type Counter } from './counter.ts';
import { mergeSketches, QuantileSketch, type Sketch } from './sketch.ts';

/** A numeric column of a window. Min to mean are absent when it has no number. */
export interface NumberCounts {
  readonly kind: 'number';
  readonly name: string;
  /** On the baseline's edges. */
  readonly counts: readonly number[];
  /** Values that were numbers. */
  readonly count: number;
  /** Empty and unparsable cells. */
  readonly nulls: number;
  /** Cells with a text that is no number; among the nulls, for the model sees nothing there. */
  readonly unparsable: number;
  readonly min?: number;
  readonly max?: number;
  readonly mean?: number;
  readonly sketch: Sketch;
}

/** Counts numbers on the baseline's edges. */
export class NumberCounter implements Counter<NumberCounts> {
  private readonly name: string;
  private readonly edges: Float64Array;
  private readonly bins: number[];
  private readonly parse: (cell: string) => number | undefined;
  private readonly sketch = new QuantileSketch();
  private nulls = 0;
  private unparsable = 0;
  private count = 0;
  private mean = 0;
  private min = Number.POSITIVE_INFINITY;
  private max = Number.NEGATIVE_INFINITY;

  constructor(column: NumberBaseline) {
    this.name = column.name;
    this.edges = Float64Array.from(column.edges);
    this.bins = new Array(column.edges.length + 1).fill(0);
    this.parse = column.type === 'timestamp' ? timestampOf : numberOf;
  }

  add(cell: string): void {
    const value = this.parse(cell);
    if (value === undefined || Number.isNaN(value)) {
      this.nulls += 1;
      if (value !== undefined) this.unparsable += 1;
      return;
    }
    this.count += 1;
    this.mean += (value - this.mean) / this.count;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    this.sketch.add(value);
    const bin = binOf(this.edges, value);
    this.bins[bin] = (this.bins[bin] ?? 0) + 1;
  }

  counts(): NumberCounts {
    return {
      kind: 'number',
      name: this.name,
      counts: [...this.bins],
      count: this.count,
      nulls: this.nulls,
      unparsable: this.unparsable,
      ...(this.count > 0 ? { min: this.min, max: this.max, mean: this.mean } : {}),
      sketch: this.sketch.counts(),
    };
  }
}

/** How many edges are at or below the value, which is the index of its bin. */
function binOf(edges: Float64Array, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? Number.POSITIVE_INFINITY) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @throws RangeError for counts on different edges */
export function mergeNumbers(a: NumberCounts, b: NumberCounts): NumberCounts {
  const count = a.count + b.count;
  return {
    ...a,
    counts: addCounts(a, b),
    count,
    nulls: a.nulls + b.nulls,
    unparsable: a.unparsable + b.unparsable,
    ...(count > 0
      ? {
          min: Math.min(a.min ?? Number.POSITIVE_INFINITY, b.min ?? Number.POSITIVE_INFINITY),
          max: Math.max(a.max ?? Number.NEGATIVE_INFINITY, b.max ?? Number.NEGATIVE_INFINITY),
          mean: (a.mean ?? 0) * (a.count / count) + (b.mean ?? 0) * (b.count / count),
        }
      : {}),
    sketch: mergeSketches(a.sketch, b.sketch),
  };
}
