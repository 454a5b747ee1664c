import type { CellBatch } from '../data/cell-batch.ts';
import { cellFaults } from '../data/columns/cell-faults.ts';
import type { KernelCells } from '../data/columns/kernel-cells.ts';
import { type MissingWords, missingWords } from '../data/columns/missing-words.ts';
import { type NumberRule, readNumbers } from '../data/columns/numbers.ts';
import { readTimestamps } from '../data/columns/timestamps.ts';
import type { Arena } from '../data/kernel/arena.ts';
import { anyNumber } from './any-number.ts';
import type { NumberBaseline } from './baseline.ts';
import { addCounts, type Counter } from './counter.ts';
import { EdgeBins } from './edge-bins.ts';
import { halvesOf, UPPER } from './float-bits.ts';
import { type Counted, NumberTable } from './number-table.ts';
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
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly mean?: number | undefined;
  readonly sketch: Sketch;
}

/** Counts numbers on the baseline's edges. */
export class NumberCounter implements Counter<NumberCounts> {
  private readonly name: string;
  private readonly edges: EdgeBins;
  private readonly bins: Float64Array;
  private readonly isTime: boolean;
  private readonly rule: NumberRule;
  private readonly words: MissingWords;
  private readonly faults = cellFaults();
  private readonly sketch = new QuantileSketch();
  private values = new Float64Array(0);
  private readonly tables = new Map<Arena, NumberTable>();
  private nulls = 0;
  private unparsable = 0;
  private count = 0;
  private mean = 0;
  private min = Number.POSITIVE_INFINITY;
  private max = Number.NEGATIVE_INFINITY;

  constructor({ name, edges, type, nulls = [] }: NumberBaseline) {
    this.name = name;
    this.edges = new EdgeBins(edges);
    this.bins = new Float64Array(edges.length + 1);
    this.isTime = type === 'timestamp';
    this.words = missingWords(new Set(nulls));
    this.rule = anyNumber(nulls);
  }

  prepare(arena: Arena): void {
    const table = new NumberTable(arena, this.edges.table);
    this.tables.set(arena, table);
    arena.beforeRelease(() => {
      table.moveTo(this.bins, this.sketch);
      this.tables.delete(arena);
    });
  }

  add(batch: CellBatch, position: number, cells: KernelCells): void {
    const { rows } = batch;
    const table = this.tables.get(cells.arena);
    const values = table ? cells.arena.numbers(rows) : this.valuesFor(rows);
    const { words, faults } = this;
    if (this.isTime) readTimestamps(batch, position, values, undefined, position, faults, words);
    else readNumbers(batch, cells, position, values, this.rule, position, faults, words);
    words.settle(() => false);
    this.unparsable += faults.take().length;
    this.note(rows, table ? table.add(values, rows, cells.open, this.sketch) : this.addValues(values, rows));
  }

  /** Numbers as they are; NaN where there is none. */
  addNumbers(values: Float64Array<ArrayBuffer>): void {
    this.note(values.length, this.addValues(values, values.length));
  }

  private valuesFor(rows: number): Float64Array<ArrayBuffer> {
    if (this.values.length < rows) this.values = new Float64Array(rows);
    return this.values;
  }

  private note(rows: number, { count, sum, min, max }: Counted): void {
    this.nulls += rows - count;
    this.count += count;
    this.min = Math.min(this.min, min);
    this.max = Math.max(this.max, max);
    if (count > 0) this.mean += (sum / count - this.mean) * (count / this.count);
  }

  /** Where few rows come, or by way of texts, there is no table. */
  private addValues(values: Float64Array<ArrayBuffer>, rows: number): Counted {
    const { bins, edges, sketch } = this;
    const halves = halvesOf(values);
    let count = 0;
    let sum = 0;
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < rows; row++) {
      // Adding 0 makes -0 plain 0, which is what JSON keeps of it.
      const value = (values[row] as number) + 0;
      if (Number.isNaN(value)) continue;
      count += 1;
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
      const upper = halves[2 * row + UPPER] as number;
      sketch.add(value, upper);
      const bin = edges.binOf(value, upper);
      bins[bin] = (bins[bin] as number) + 1;
    }
    return { count, sum, min, max };
  }

  counts(): NumberCounts {
    for (const table of this.tables.values()) table.moveTo(this.bins, this.sketch);
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
