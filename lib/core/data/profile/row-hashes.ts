/** Tells rows apart by a 64-bit hash of their typed values, features and target: how many are equal to an earlier one. */
import type { RowHashes } from '../../contracts/profile.ts';
import { LevelTable } from '../columns/level-table.ts';
import type { LevelReader } from '../columns/levels.ts';
import { mix } from '../columns/mix.ts';
import type { TypedRows } from '../columns/typed-rows.ts';

/** Different hashes that are kept. */
const MOST_HASHES = 131_072;
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

/** Odd constants of two streams of mixing (PCG, O'Neill 2014; MurmurHash3, Appleby). */
const [A1, B1, A2, B2] = [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f] as const;
/** A missing cell, whatever its column. */
const MISSING_LOW = 0x6d697373;

/**
 * Hashes whose low half is divisible by `every`, the least power of two by which no more than `most` different ones are
 * kept: so it does not depend on how ranges are merged.
 */
export function rowHashCounts(most = MOST_HASHES): RowHashCounts {
  let every = 1;
  let table = hashTable(1024);
  let hash1 = new Int32Array(0);
  let hash2 = new Int32Array(0);
  const longTexts = new LevelTable();

  function put(low: number, high: number, times: number): void {
    if ((low & (every - 1)) !== 0) return;
    if (2 * table.size >= table.low.length) table = rehashed(table, 2 * table.low.length, every);
    table.add(low, high, times);
    while (table.size > most) {
      every *= 2;
      table = rehashed(table, table.low.length, every);
    }
  }

  return {
    add({ rows, numbers, levels }, readers, unlisted) {
      if (hash1.length < rows) {
        hash1 = new Int32Array(rows);
        hash2 = new Int32Array(rows);
      }
      hash1.fill(0x2545f491, 0, rows);
      hash2.fill(0x4cf5ad43, 0, rows);
      for (let column = 0; column < numbers.length; column++) {
        const values = numbers[column];
        const ids = levels[column];
        if (values) mixNumbers(values, rows, hash1, hash2);
        else if (ids) {
          const longs = mixLevels(ids, rows, readers[column]?.table ?? longTexts, hash1, hash2);
          for (const row of longs) {
            const id = longTexts.idOfText(unlisted(row, column));
            mixInto(row, longTexts.hashes1[id] ?? 0, longTexts.hashes2[id] ?? 0, hash1, hash2);
          }
          if (longTexts.size > 0) longTexts.keep([]);
        }
      }
      for (let row = 0; row < rows; row++) put(mix(hash1[row] ?? 0), mix((hash2[row] ?? 0) ^ (hash1[row] ?? 0)), 1);
    },
    merge(other) {
      while (every < other.every) {
        every *= 2;
        table = rehashed(table, table.low.length, every);
      }
      other.low.forEach((low, index) => {
        put(low, other.high[index] ?? 0, other.counts[index] ?? 0);
      });
    },
    hashes() {
      const { low, high, counts } = table.entries();
      const rows = counts.reduce((sum, count) => sum + count, 0);
      return { every, rows, repeated: rows - counts.length, smallest: smallestOf(low, high) };
    },
    state: () => ({ every, ...table.entries() }),
  };
}

/** The bits of a double, in halves, are mixed in. */
function mixNumbers(values: Float64Array, rows: number, hash1: Int32Array, hash2: Int32Array): void {
  const halves = new Int32Array(values.buffer, values.byteOffset, 2 * rows);
  for (let row = 0; row < rows; row++) {
    const value = values[row] ?? 0;
    let low = halves[2 * row] ?? 0;
    let high = halves[2 * row + 1] ?? 0;
    // 0 and -0 are one number; NaN has many bits.
    if (value === 0) high = 0;
    else if (Number.isNaN(value)) {
      low = MISSING_LOW;
      high = 0;
    }
    mixInto(row, low, high, hash1, hash2);
  }
}

/** @returns rows whose text has no number: they are mixed in by the caller */
function mixLevels(ids: Int32Array, rows: number, table: LevelTable, hash1: Int32Array, hash2: Int32Array): number[] {
  const { hashes1, hashes2 } = table;
  const longs: number[] = [];
  for (let row = 0; row < rows; row++) {
    const id = ids[row] ?? 0;
    if (id >= 0) mixInto(row, hashes1[id] ?? 0, hashes2[id] ?? 0, hash1, hash2);
    else if (id === -1) mixInto(row, MISSING_LOW, 0, hash1, hash2);
    else longs.push(row);
  }
  return longs;
}

function mixInto(row: number, low: number, high: number, hash1: Int32Array, hash2: Int32Array): void {
  const one = Math.imul((hash1[row] ?? 0) ^ low, A1) ^ Math.imul(high, B1);
  const two = Math.imul((hash2[row] ?? 0) ^ high, A2) ^ Math.imul(low, B2);
  hash1[row] = one ^ (one >>> 15);
  hash2[row] = two ^ (two >>> 13);
}

/** Open addressing with linear probing; a count of 0 is a free place. */
function hashTable(slots: number) {
  const low = new Int32Array(slots);
  const high = new Int32Array(slots);
  const counts = new Int32Array(slots);
  const mask = slots - 1;
  const table = {
    low,
    high,
    size: 0,
    add(one: number, two: number, times: number): void {
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
      table.size += 1;
    },
    entries() {
      const found = {
        low: new Int32Array(table.size),
        high: new Int32Array(table.size),
        counts: new Int32Array(table.size),
      };
      let at = 0;
      for (let slot = 0; slot < slots; slot++) {
        if (counts[slot] === 0) continue;
        found.low[at] = low[slot] ?? 0;
        found.high[at] = high[slot] ?? 0;
        found.counts[at] = counts[slot] ?? 0;
        at += 1;
      }
      return found;
    },
  };
  return table;
}

function rehashed(from: ReturnType<typeof hashTable>, slots: number, every: number): ReturnType<typeof hashTable> {
  const { low, high, counts } = from.entries();
  const to = hashTable(slots);
  low.forEach((one, index) => {
    if ((one & (every - 1)) === 0) to.add(one, high[index] ?? 0, counts[index] ?? 0);
  });
  return to;
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
