/** Gathers the row sample of a dataset, or of a range of it. @see TypedSample for which rows are in it */
import { mix } from '../columns/mix.ts';
import type { TypedRows } from '../columns/typed-rows.ts';
import type { TypedSample } from './typed-sample.ts';

/** Most rows of a sample, and most cells: 32 MB of numbers. A rank of 65,536 rows is off by at most 1.05 % of them. */
const MOST_ROWS = 65_536;
const MOST_CELLS = 4_000_000;

const capacityOf = (columns: number, mostRows: number): number =>
  Math.max(1, Math.min(mostRows, Math.floor(MOST_CELLS / columns)));

/**
 * A power of two that `every` surely comes to in a file of so many kept rows: twice as many rows as fit are chosen by less,
 * but for ten standard deviations.
 */
export function leastEveryOf(columns: number, keptRows: number, mostRows = MOST_ROWS): number {
  const capacity = capacityOf(columns, mostRows);
  const surelyTooMany = capacity + 10 * Math.sqrt(capacity);
  let every = 1;
  while (keptRows / every > surelyTooMany) every *= 2;
  return every;
}

/** What ranges of a file hand to each other: a sample, and the number of each row in the file. */
export interface SampleState extends Omit<TypedSample, 'texts'> {
  ordinals: Float64Array;
}

export interface SampleBuilder {
  add(rows: TypedRows): void;
  /** Levels of a column have new ids. @param ids the new one of each, -1 for those that are gone */
  rename(column: number, ids: Int32Array): void;
  /** Takes in the sample of later rows. @param ids by column: the ids the other's levels have here */
  merge(other: SampleState, ids: readonly (Int32Array | undefined)[]): void;
  sample(texts: readonly (readonly string[] | undefined)[]): TypedSample;
  state(): SampleState;
}

/**
 * `every` is the least power of two by which no more rows than fit are chosen, so it does not depend on the order in which
 * ranges are merged.
 *
 * @param numeric by column, features in contract order, then the target: whether it holds numbers, else levels
 * @param leastEvery what `every` begins with, where it is known that it comes to that: a range need not keep more
 */
export const sampleBuilder = (numeric: readonly boolean[], leastEvery = 1, mostRows = MOST_ROWS): SampleBuilder =>
  new RowSample(numeric, leastEvery, mostRows);

type Values = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/** A class: of a function within a function each file would have its own to be compiled. */
class RowSample implements SampleBuilder {
  readonly #capacity: number;
  #every: number;
  #of = 0;
  #rows = 0;
  // All of it at once: memory that is not written to is none yet, and nothing is copied as it fills.
  readonly #ordinals: Float64Array<ArrayBuffer>;
  readonly #lines: Float64Array<ArrayBuffer>;
  readonly #columns: readonly Values[];
  #chosen = new Int32Array(0);

  constructor(numeric: readonly boolean[], leastEvery: number, mostRows: number) {
    const capacity = capacityOf(numeric.length, mostRows);
    this.#capacity = capacity;
    this.#every = leastEvery;
    this.#ordinals = new Float64Array(capacity);
    this.#lines = new Float64Array(capacity);
    this.#columns = numeric.map((isNumeric) => (isNumeric ? new Float64Array(capacity) : new Int32Array(capacity)));
  }

  add({ batch, rows: added, kept, numbers, levels }: TypedRows): void {
    this.#of += added;
    if (this.#chosen.length < added) this.#chosen = new Int32Array(added);
    const chosen = this.#chosen;
    for (let next = 0; next < added; ) {
      // As many rows as fit before the next thinning, then column by column.
      const first = this.#rows;
      const room = this.#capacity - first;
      // One more than fits tells that thinning is due, and from where on.
      const found = choose(batch.firstRow, kept, next, added, this.#every, room + 1, chosen);
      const count = Math.min(found, room);
      for (let i = 0; i < count; i++) {
        const source = kept[chosen[i] ?? 0] ?? 0;
        this.#ordinals[first + i] = batch.firstRow + source;
        this.#lines[first + i] = batch.lines[source] ?? 0;
      }
      for (let column = 0; column < this.#columns.length; column++)
        take(numbers[column] ?? levels[column], chosen, count, this.#columns[column], first);
      this.#rows += count;
      next = found > room ? (chosen[room] ?? added) : added;
      if (next < added) this.#thin();
    }
  }

  rename(column: number, ids: Int32Array): void {
    const values = this.#columns[column];
    if (values) rename(values, 0, this.#rows, ids);
  }

  merge(other: SampleState, ids: readonly (Int32Array | undefined)[]): void {
    this.#of += other.of;
    while (this.#every < other.every) this.#thin();
    for (let row = 0; row < other.rows; row++) {
      const ordinal = other.ordinals[row] ?? 0;
      const at = this.#place(ordinal);
      if (at === undefined) continue;
      this.#ordinals[at] = ordinal;
      this.#lines[at] = other.lines[row] ?? 0;
      this.#columns.forEach((values, column) => {
        const level = other.levels[column]?.[row] ?? -1;
        values[at] =
          values instanceof Float64Array
            ? (other.numbers[column]?.[row] ?? Number.NaN)
            : level < 0
              ? -1
              : (ids[column]?.[level] ?? -1);
      });
    }
  }

  sample(texts: readonly (readonly string[] | undefined)[]): TypedSample {
    return { ...this.#typed(), texts };
  }

  state(): SampleState {
    return { ...this.#typed(), ordinals: this.#ordinals.slice(0, this.#rows) };
  }

  /** Leaves every second row out, on average. */
  #thin(): void {
    this.#every *= 2;
    const stays = new Int32Array(this.#rows);
    const kept = stayers(this.#ordinals, this.#rows, this.#every, stays);
    for (const values of [this.#ordinals, this.#lines, ...this.#columns]) take(values, stays, kept, values, 0);
    this.#rows = kept;
  }

  /** Where a chosen row goes; undefined when it is not chosen any more. */
  #place(ordinal: number): number | undefined {
    if (!isChosen(ordinal, this.#every)) return undefined;
    while (this.#rows === this.#capacity) {
      this.#thin();
      if (!isChosen(ordinal, this.#every)) return undefined;
    }
    this.#rows += 1;
    return this.#rows - 1;
  }

  #typed(): Omit<TypedSample, 'texts'> {
    const cut = this.#columns.map((values) => values.subarray(0, this.#rows));
    return {
      rows: this.#rows,
      of: this.#of,
      every: this.#every,
      lines: this.#lines.subarray(0, this.#rows),
      numbers: cut.map((values) => (values instanceof Float64Array ? values : undefined)),
      levels: cut.map((values) => (values instanceof Int32Array ? values : undefined)),
    };
  }
}

/** @param most that are wanted @returns how many of those from `next` on are chosen */
function choose(
  firstRow: number,
  kept: Int32Array,
  next: number,
  rows: number,
  every: number,
  most: number,
  chosen: Int32Array,
): number {
  let count = 0;
  for (let row = next; row < rows && count < most; row++) {
    if (!isChosen(firstRow + (kept[row] ?? 0), every)) continue;
    chosen[count] = row;
    count += 1;
  }
  return count;
}

function stayers(ordinals: Float64Array, rows: number, every: number, stays: Int32Array): number {
  let count = 0;
  for (let row = 0; row < rows; row++) {
    if (!isChosen(ordinals[row] ?? 0, every)) continue;
    stays[count] = row;
    count += 1;
  }
  return count;
}

const isChosen = (ordinal: number, every: number): boolean => (chance(ordinal) & (every - 1)) === 0;

/** A hash of a row's number in the file, up to 2^53. */
const chance = (ordinal: number): number =>
  ordinal < 2 ** 32 ? mix(ordinal) : mix(mix(Math.floor(ordinal / 2 ** 32)) ^ (ordinal % 2 ** 32));

function rename(values: Float64Array | Int32Array, from: number, to: number, ids: Int32Array): void {
  for (let row = from; row < to; row++) {
    const id = values[row] ?? -1;
    if (id >= 0) values[row] = ids[id] ?? -1;
  }
}

function take(
  from: Float64Array | Int32Array | undefined,
  rows: Int32Array,
  count: number,
  to: Values | undefined,
  at: number,
): void {
  if (to instanceof Float64Array && from instanceof Float64Array) takeNumbers(from, rows, count, to, at);
  else if (to instanceof Int32Array && from instanceof Int32Array) takeLevels(from, rows, count, to, at);
}

/** -0 is a text of 0, and no other number. */
function takeNumbers(from: Float64Array, rows: Int32Array, count: number, to: Float64Array, at: number): void {
  for (let i = 0; i < count; i++) to[at + i] = (from[rows[i] ?? 0] ?? 0) + 0;
}

/** Texts that are not listed have no id: they are no level. */
function takeLevels(from: Int32Array, rows: Int32Array, count: number, to: Int32Array, at: number): void {
  for (let i = 0; i < count; i++) to[at + i] = Math.max(-1, from[rows[i] ?? 0] ?? -1);
}
