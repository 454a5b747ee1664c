/**
 * Counts of the levels of a column in bounded memory. Exact while there are at most `limit` different ones; beyond it the
 * frequent ones are kept by Misra and Gries' summary (1982), as Agarwal et al. 2012, "Mergeable summaries", merge it: what
 * all counters lost is `bound`, and no count is too low by more. A count is never too high.
 *
 * `bound` is at most 2 n / limit for n values, since each purge of c takes c from at least half of the counters.
 */
import { type LevelReader, MISSING, UNLISTED } from '../columns/levels.ts';
import { isMojibake } from './mojibake.ts';

/** A plain document: what ranges of a file hand to each other. */
export interface LevelsState {
  texts: string[];
  counts: Float64Array;
  count: number;
  nulls: number;
  bound: number;
  nonAscii: number;
  mojibake: number;
}

export interface LevelCounts {
  readonly count: number;
  readonly nulls: number;
  readonly bound: number;
  readonly nonAscii: number;
  readonly mojibake: number;
  /** @param ids of the reader's table @param unlisted the text of a row that is too long to be listed */
  add(ids: Int32Array, rows: number, unlisted: (row: number) => string): void;
  /** @returns the ids the other's levels have here */
  merge(other: LevelsState): Int32Array;
  /**
   * Lets go of rare levels when there are too many.
   * @returns the new id of each level there was, -1 for those that are gone; undefined when all stay
   */
  purge(): Int32Array | undefined;
  /** The texts by id. */
  texts(): string[];
  /** Of each text by id. */
  counts(): Float64Array;
  state(): LevelsState;
}

export function levelCounts(reader: LevelReader, limit: number): LevelCounts {
  const { table } = reader;
  let counts = new Float64Array(256);
  /** By id: 1 for a text beyond ASCII, 2 more for one that was read wrong; 4 is "looked at". */
  let marks = new Uint8Array(256);
  const all = { count: 0, nulls: 0, bound: 0, nonAscii: 0, mojibake: 0 };

  function reserve(): void {
    if (table.size <= counts.length) return;
    const size = Math.max(table.size, 2 * counts.length);
    const largerCounts = new Float64Array(size);
    const largerMarks = new Uint8Array(size);
    largerCounts.set(counts);
    largerMarks.set(marks);
    counts = largerCounts;
    marks = largerMarks;
  }

  function markOf(id: number): number {
    const known = marks[id] ?? 0;
    if (known > 0) return known;
    const mark = table.isAscii(id) ? 4 : isMojibake(table.textOf(id)) ? 7 : 5;
    marks[id] = mark;
    return mark;
  }

  /** What the listed levels add to counts of marks. */
  function marked(bit: number): number {
    let sum = 0;
    for (let id = 0; id < table.size; id++) if ((markOf(id) & bit) !== 0) sum += counts[id] ?? 0;
    return sum;
  }

  return {
    get count() {
      return all.count;
    },
    get nulls() {
      return all.nulls;
    },
    get bound() {
      return all.bound;
    },
    get nonAscii() {
      return all.nonAscii + marked(1);
    },
    get mojibake() {
      return all.mojibake + marked(2);
    },
    add(ids, rows, unlisted) {
      reserve();
      const { listed, nulls } = countListed(ids, rows, counts);
      if (listed + nulls < rows)
        for (let row = 0; row < rows; row++) {
          if (ids[row] !== UNLISTED) continue;
          const text = unlisted(row);
          if (!/[^\0-\x7f]/.test(text)) continue;
          all.nonAscii += 1;
          if (isMojibake(text)) all.mojibake += 1;
        }
      all.nulls += nulls;
      all.count += rows - nulls;
    },
    merge(other) {
      const ids = Int32Array.from(other.texts, (text) => table.idOfText(text));
      reserve();
      ids.forEach((id, index) => {
        counts[id] = (counts[id] ?? 0) + (other.counts[index] ?? 0);
      });
      for (const key of ['count', 'nulls', 'bound', 'nonAscii', 'mojibake'] as const) all[key] += other[key];
      return ids;
    },
    purge() {
      const { size } = table;
      if (size <= limit || !reader.open) return undefined;
      reserve();
      const taken = counts.slice(0, size).sort()[size - 1 - Math.floor(limit / 2)] ?? 0;
      const renamed = new Int32Array(size).fill(MISSING);
      const kept: number[] = [];
      for (let id = 0; id < size; id++) {
        const count = counts[id] ?? 0;
        const lost = Math.min(count, taken);
        const mark = markOf(id);
        if ((mark & 1) !== 0) all.nonAscii += lost;
        if ((mark & 2) !== 0) all.mojibake += lost;
        if (count <= taken) continue;
        renamed[id] = kept.length;
        counts[kept.length] = count - taken;
        marks[kept.length] = mark;
        kept.push(id);
      }
      counts.fill(0, kept.length);
      marks.fill(0, kept.length);
      reader.keep(kept);
      all.bound += taken;
      return renamed;
    },
    texts: () => Array.from({ length: table.size }, (_, id) => table.textOf(id)),
    counts: () => {
      reserve();
      return counts.slice(0, table.size);
    },
    state() {
      reserve();
      return { ...all, texts: this.texts(), counts: counts.slice(0, table.size) };
    },
  };
}

/** For itself, so that it is compiled once for all columns. */
function countListed(ids: Int32Array, rows: number, counts: Float64Array): { listed: number; nulls: number } {
  let [listed, nulls] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const id = ids[row] ?? MISSING;
    if (id >= 0) {
      counts[id] = (counts[id] ?? 0) + 1;
      listed += 1;
    } else if (id === MISSING) nulls += 1;
  }
  return { listed, nulls };
}
