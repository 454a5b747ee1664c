/** Tells rows apart by a 64-bit hash of their typed values, features and target: how many are equal to an earlier one. */
import type { RowHashes } from '../../contracts/profile.ts';
import type { LevelTable } from '../columns/level-table.ts';
import type { LevelReader } from '../columns/levels.ts';
import type { TypedRows } from '../columns/typed-rows.ts';
import { type Arena, withArena } from '../kernel/arena.ts';

/** Different hashes that are kept. */
const MOST_HASHES = 65_536;
const SMALLEST = 1024;

/** What ranges of a file hand to each other: different hashes in two halves, and how many rows have each. */
export interface RowHashesState {
  every: number;
  low: Int32Array;
  high: Int32Array;
  counts: Int32Array;
}

export interface RowHashCounts {
  /** @param readers by column: how levels are numbered @param unlisted the text of a level that has no number */
  add(
    rows: TypedRows,
    readers: readonly (LevelReader | undefined)[],
    unlisted: (row: number, column: number) => string,
  ): void;
  merge(other: RowHashesState): void;
  hashes(): RowHashes;
  state(): RowHashesState;
}

const LOW_SEED = 0x2545f491;
const HIGH_SEED = 0x4cf5ad43;
/** A missing cell, whatever its column. */
const MISSING = 0x6d697373;

/**
 * Hashes whose low half is divisible by `every`, the least power of two by which no more than `most` different ones are
 * kept: so it does not depend on how ranges are merged.
 */
export const rowHashCounts = (most = MOST_HASHES): RowHashCounts => new ChosenHashes(most);

/** A class: of a function within a function each file would have its own to be compiled. */
class ChosenHashes implements RowHashCounts {
  readonly #most: number;
  #every = 1;
  #table = new HashTable(1024);
  /** Emptied: a table is needed again for each thinning. */
  #spare: HashTable | undefined;

  constructor(most: number) {
    this.#most = most;
  }

  add(...[typed, readers, unlisted]: Parameters<RowHashCounts['add']>): void {
    withArena(typed.batch.arena, (arena) => {
      const [low, high] = halvesOf(typed, readers, unlisted, arena);
      // Few rows are put once there are many.
      const chosen = arena.kernel.chooseHashes(low.byteOffset, high.byteOffset, typed.rows, this.#every);
      for (let row = 0; row < chosen; row++) this.#put(low[row] ?? 0, high[row] ?? 0, 1);
    });
  }

  merge(other: RowHashesState): void {
    while (this.#every < other.every) {
      this.#every *= 2;
      this.#moveTo(this.#table.slots);
    }
    other.low.forEach((low, index) => {
      this.#put(low, other.high[index] ?? 0, other.counts[index] ?? 0);
    });
  }

  hashes(): RowHashes {
    const { low, high, counts } = this.#table.entries();
    const rows = counts.reduce((sum, count) => sum + count, 0);
    return { every: this.#every, rows, repeated: rows - counts.length, smallest: smallestOf(low, high) };
  }

  state(): RowHashesState {
    return { every: this.#every, ...this.#table.entries() };
  }

  #moveTo(slots: number): void {
    const from = this.#table;
    this.#table = this.#spare?.slots === slots ? this.#spare : new HashTable(slots);
    from.move(this.#table, this.#every);
    this.#spare = from;
  }

  #put(low: number, high: number, times: number): void {
    if ((low & (this.#every - 1)) !== 0) return;
    if (2 * this.#table.size >= this.#table.slots) this.#moveTo(2 * this.#table.slots);
    this.#table.add(low, high, times);
    while (this.#table.size > this.#most) {
      this.#every *= 2;
      this.#moveTo(this.#table.slots);
    }
  }
}

/** Both halves of the hashes of rows, not finished. @param arena of the numbers, or one that takes a copy */
function halvesOf(
  { rows, numbers, levels }: TypedRows,
  readers: readonly (LevelReader | undefined)[],
  unlisted: (row: number, column: number) => string,
  arena: Arena,
): [low: Int32Array, high: Int32Array] {
  const [low, high] = [arena.integers(rows).fill(LOW_SEED), arena.integers(rows).fill(HIGH_SEED)];
  for (let column = 0; column < numbers.length; column++) {
    const values = numbers[column];
    const ids = levels[column];
    const table = readers[column]?.table;
    if (values) arena.kernel.mixNumbers(arena.placeOf(values, rows), rows, low.byteOffset, high.byteOffset, MISSING);
    else if (ids && table) mixLevels(ids, rows, table, low, high, (row) => textHash(unlisted(row, column)));
  }
  return [low, high];
}

/** @param hashOf the text of a row that has no number */
function mixLevels(
  ids: Int32Array,
  rows: number,
  { hashes1, hashes2 }: LevelTable,
  low: Int32Array,
  high: Int32Array,
  hashOf: (row: number) => number,
): void {
  for (let row = 0; row < rows; row++) {
    const id = ids[row] ?? 0;
    let [first, second] = [MISSING, MISSING];
    if (id >= 0) {
      first = hashes1[id] ?? 0;
      second = hashes2[id] ?? 0;
    } else if (id < -1) {
      first = hashOf(row);
      second = Math.imul(first, 0x85ebca6b);
    }
    const product = Math.imul((low[row] ?? 0) ^ first, 0x9e3779b1);
    low[row] = product ^ (product >>> 15);
    const other = Math.imul((high[row] ?? 0) + second, 0xc2b2ae35);
    high[row] = other ^ (other >>> 13);
  }
}

/** FNV-1a (Fowler, Noll, Vo) of UTF-16 code units. */
function textHash(text: string): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

/** Open addressing with linear probing; a count of 0 is a free place. */
class HashTable {
  readonly slots: number;
  size = 0;
  readonly #low: Int32Array;
  readonly #high: Int32Array;
  readonly #counts: Int32Array;

  constructor(slots: number) {
    this.slots = slots;
    this.#low = new Int32Array(slots);
    this.#high = new Int32Array(slots);
    this.#counts = new Int32Array(slots);
  }

  add(one: number, two: number, times: number): void {
    const [low, high, counts, mask] = [this.#low, this.#high, this.#counts, this.slots - 1];
    let slot = (one ^ two) & mask;
    while (counts[slot] !== 0) {
      if (low[slot] === one && high[slot] === two) {
        counts[slot] = (counts[slot] ?? 0) + times;
        return;
      }
      slot = (slot + 1) & mask;
    }
    low[slot] = one;
    high[slot] = two;
    counts[slot] = times;
    this.size += 1;
  }

  /** Moves the entries that stay to another table, and forgets the others. */
  move(to: HashTable, every: number): void {
    const [low, high, counts] = [this.#low, this.#high, this.#counts];
    for (let slot = 0; slot < this.slots; slot++) {
      const times = counts[slot] ?? 0;
      if (times > 0 && ((low[slot] ?? 0) & (every - 1)) === 0) to.add(low[slot] ?? 0, high[slot] ?? 0, times);
    }
    counts.fill(0);
    this.size = 0;
  }

  entries(): Omit<RowHashesState, 'every'> {
    const { size } = this;
    const found = { low: new Int32Array(size), high: new Int32Array(size), counts: new Int32Array(size) };
    let at = 0;
    for (let slot = 0; slot < this.slots; slot++) {
      if (this.#counts[slot] === 0) continue;
      found.low[at] = this.#low[slot] ?? 0;
      found.high[at] = this.#high[slot] ?? 0;
      found.counts[at] = this.#counts[slot] ?? 0;
      at += 1;
    }
    return found;
  }
}

/** As 16 hexadecimal digits, rising. */
function smallestOf(low: Int32Array, high: Int32Array): string[] {
  const tops = Uint32Array.from(high).sort();
  const most = tops[Math.min(tops.length, SMALLEST) - 1] ?? 0;
  const found: string[] = [];
  high.forEach((top, index) => {
    if (top >>> 0 <= most) found.push(hex(top) + hex(low[index] ?? 0));
  });
  return found.sort().slice(0, SMALLEST);
}

const hex = (half: number): string => (half >>> 0).toString(16).padStart(8, '0');
