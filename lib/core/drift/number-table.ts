/** The counts of a numeric column where the kernel adds to them: `assembly/bins.ts`. */
import type { Arena } from '../data/kernel/arena.ts';
import type { EdgeTable } from './edge-bins.ts';
import { keyOf, type QuantileSketch, SKETCH_CELLS, SMALLEST } from './sketch.ts';

/** Keys beyond those of the edges on either side: a change of unit by a thousand. */
const KEYS_BEYOND = keyOf(1000) - keyOf(1);
/** Places in the table, in bytes: as `assembly/bins.ts` has them. */
const FIELDS = {
  edges: 0,
  edgeCount: 4,
  before: 8,
  byBits: 12,
  first: 16,
  scale: 24,
  bins: 32,
  cellKeys: 36,
  cellLimits: 40,
  firstCell: 44,
  cellCount: 48,
  firstKey: 52,
  keyCount: 56,
  positive: 60,
  negative: 64,
  count: 68,
  zeros: 72,
  smallest: 80,
  sum: 88,
  min: 96,
  max: 104,
} as const;
const BYTES = 112;

/** The sketch's own tables, the same for all columns. */
const cellsIn = new WeakMap<Arena, { keys: number; limits: number }>();

/** Of the values of one batch. Without a value `min` is infinite, and `max` minus that. */
export interface Counted {
  count: number;
  sum: number;
  min: number;
  max: number;
}

export class NumberTable {
  readonly #arena: Arena;
  readonly #view: DataView;
  readonly #bins: Int32Array;
  readonly #positive: Int32Array;
  readonly #negative: Int32Array;
  readonly #firstKey: number;

  /** Takes memory of the arena for as long as it is held. */
  constructor(arena: Arena, { edges, before, byBits, first, scale }: EdgeTable) {
    this.#arena = arena;
    const table = arena.octets(BYTES);
    this.#view = new DataView(table.buffer, table.byteOffset, BYTES);
    const [firstKey, keyCount] = keysOf(edges);
    const hasNegative = (edges[0] ?? 0) < 0;
    this.#bins = arena.integers(edges.length + 1).fill(0);
    this.#positive = arena.integers(keyCount).fill(0);
    this.#negative = arena.integers(hasNegative ? keyCount : 0).fill(0);
    this.#firstKey = firstKey;
    const cells = sketchCells(arena);
    this.#whole('edges', arena.placeOf(edges, edges.length));
    this.#whole('edgeCount', edges.length);
    this.#whole('before', arena.placeOf(before, before.length));
    this.#whole('byBits', Number(byBits));
    this.#number('first', first);
    this.#number('scale', scale);
    this.#whole('bins', this.#bins.byteOffset);
    this.#whole('cellKeys', cells.keys);
    this.#whole('cellLimits', cells.limits);
    this.#whole('firstCell', SKETCH_CELLS.first);
    this.#whole('cellCount', SKETCH_CELLS.keys.length);
    this.#whole('firstKey', firstKey);
    this.#whole('keyCount', keyCount);
    this.#whole('positive', this.#positive.byteOffset);
    this.#whole('negative', hasNegative ? this.#negative.byteOffset : 0);
    this.#whole('zeros', 0);
    this.#number('smallest', SMALLEST);
  }

  /**
   * @param values a number a row, NaN where there is none; in the arena
   * @param open room for a row number for each row
   * @param sketch for magnitudes that have no key here
   */
  add(values: Float64Array, rows: number, open: Int32Array, sketch: QuantileSketch): Counted {
    const view = this.#view;
    const left = this.#arena.kernel.countNumbers(values.byteOffset, rows, view.byteOffset, open.byteOffset);
    for (let i = 0; i < left; i++) sketch.add((values[open[i] as number] as number) + 0);
    return {
      count: view.getInt32(FIELDS.count, true),
      sum: view.getFloat64(FIELDS.sum, true),
      min: view.getFloat64(FIELDS.min, true),
      max: view.getFloat64(FIELDS.max, true),
    };
  }

  /** Moves the counts out: what is counted here afterwards begins at zero. */
  moveTo(bins: Float64Array, sketch: QuantileSketch): void {
    this.#bins.forEach((count, bin) => {
      bins[bin] = (bins[bin] ?? 0) + count;
    });
    this.#bins.fill(0);
    sketch.addZeros(this.#view.getInt32(FIELDS.zeros, true));
    this.#whole('zeros', 0);
    for (const [sign, counts] of [[1, this.#positive] as const, [-1, this.#negative] as const]) {
      counts.forEach((count, at) => {
        if (count > 0) sketch.addKey(sign, this.#firstKey + at, count);
      });
      counts.fill(0);
    }
  }

  #whole(field: keyof typeof FIELDS, value: number): void {
    this.#view.setInt32(FIELDS[field], value, true);
  }

  #number(field: keyof typeof FIELDS, value: number): void {
    this.#view.setFloat64(FIELDS[field], value, true);
  }
}

/** The first key that is counted, and how many are; none without an edge other than zero. */
function keysOf(edges: Float64Array): [number, number] {
  const magnitudes = edges.map(Math.abs).filter((magnitude) => magnitude >= SMALLEST);
  if (magnitudes.length === 0) return [0, 0];
  const first = keyOf(magnitudes.reduce((a, b) => Math.min(a, b))) - KEYS_BEYOND;
  const last = keyOf(magnitudes.reduce((a, b) => Math.max(a, b))) + KEYS_BEYOND;
  return [first, last - first + 1];
}

function sketchCells(arena: Arena): { keys: number; limits: number } {
  const known = cellsIn.get(arena);
  if (known) return known;
  const { keys, limits } = SKETCH_CELLS;
  const copy = arena.octets(keys.byteLength);
  copy.set(new Uint8Array(keys.buffer));
  const placed = { keys: copy.byteOffset, limits: arena.placeOf(limits, limits.length) };
  cellsIn.set(arena, placed);
  return placed;
}
