import type { CellBatch } from '../data/cell-batch.ts';
import { cellText } from '../data/cell-text.ts';
import type { KernelCells } from '../data/columns/kernel-cells.ts';
import { LevelCache } from '../data/columns/level-cache.ts';
import { LevelTable } from '../data/columns/level-table.ts';
import type { Arena } from '../data/kernel/arena.ts';
import type { CategoryBaseline } from './baseline.ts';
import { booleanLevelOf, levelOf } from './cells.ts';
import { addCounts, type Counter } from './counter.ts';

/** A column of text levels of a window. */
export interface CategoryCounts {
  readonly kind: 'category';
  readonly name: string;
  /** On the baseline's levels. */
  readonly counts: readonly number[];
  readonly count: number;
  readonly nulls: number;
  /** Levels that are not among the baseline's, with counts, by text. The first 1,000 met; the rest in `unlisted`. */
  readonly others: readonly (readonly [string, number])[];
  readonly unlisted: number;
}

/** Most levels outside the baseline that are told apart. */
const MOST_OTHERS = 1000;
/** Longer texts are sentences, not levels; the baseline lists none either. They are counted, never kept. */
const LONGEST = 256;

/** So many different texts are remembered with what they count as. */
const MOST_REMEMBERED = 65_536;
/** Instead of the place of a count. */
const MISSING = -1;
const UNLISTED = -2;

/** Counts levels: the baseline's, and others by name. */
export class CategoryCounter implements Counter<CategoryCounts> {
  private readonly name: string;
  private readonly known: number;
  private readonly isBoolean: boolean;
  private readonly words: ReadonlySet<string>;
  /** Place of each level's count: the baseline's first, then others as they come. */
  private readonly places: Map<string, number>;
  private readonly levels: number[];
  private texts = new LevelTable();
  /** What each remembered text counts as: a place, `MISSING` or `UNLISTED`. */
  private readonly meanings: number[] = [];
  private readonly caches = new Map<Arena, LevelCache>();
  private unlisted = 0;
  private nulls = 0;

  constructor({ name, levels, type, nulls = [] }: CategoryBaseline) {
    this.name = name;
    this.known = levels.length;
    this.isBoolean = type === 'boolean';
    this.words = new Set(nulls);
    this.places = new Map(levels.map((level, place) => [level, place]));
    this.levels = new Array(levels.length).fill(0);
  }

  prepare(arena: Arena, columns: number): void {
    const cache = LevelCache.of(arena, columns);
    if (!cache) return;
    this.caches.set(arena, cache);
    arena.beforeRelease(() => this.caches.delete(arena));
  }

  add(batch: CellBatch, position: number, cells: KernelCells): void {
    const { rows, width } = batch;
    const cache = this.caches.get(cells.arena);
    if (cache) {
      const found = cells.arena.integers(rows);
      const left = cache.read(cells, { rows, width, position }, false, found);
      for (let i = 0; i < left; i++) {
        const row = cells.open[i] as number;
        const slot = row * width + position;
        const meaning = this.meaningIn(batch, slot);
        found[row] = meaning;
        const isPlain = (batch.ends[slot] as number) >= 0;
        if (meaning >= 0 && isPlain)
          cache.keep(cells, batch.starts[slot] as number, batch.ends[slot] as number, meaning);
      }
      for (let row = 0; row < rows; row++) this.addOne(found[row] as number);
    } else
      for (let row = 0, slot = position; row < rows; row++, slot += width) this.addOne(this.meaningIn(batch, slot));
    if (this.meanings.length > MOST_REMEMBERED) {
      this.texts = new LevelTable();
      this.meanings.length = 0;
    }
  }

  private addOne(meaning: number): void {
    if (meaning >= 0) this.levels[meaning] = (this.levels[meaning] as number) + 1;
    else if (meaning === MISSING) this.nulls += 1;
    else this.unlisted += 1;
  }

  /** What a cell counts as. */
  private meaningIn(batch: CellBatch, slot: number): number {
    const { meanings } = this;
    const start = batch.starts[slot] as number;
    const end = batch.ends[slot] as number;
    if (end < 0 || end - start > LONGEST) return this.meaningOf(cellText(batch, slot));
    if (end === start) return MISSING;
    const id = this.texts.idOf(batch.bytes, start, end);
    if (id === meanings.length) meanings.push(this.meaningOf(cellText(batch, slot)));
    return meanings[id] as number;
  }

  /** What a text counts as; one that was never met gets a place, while there are any. */
  private meaningOf(text: string): number {
    const level = this.isBoolean ? booleanLevelOf(text) : levelOf(text);
    if (level === undefined || this.words.has(text.trim())) return MISSING;
    const place = this.places.get(level);
    if (place !== undefined) return place;
    if (level.length > LONGEST || this.places.size === this.known + MOST_OTHERS) return UNLISTED;
    this.places.set(level, this.levels.length);
    return this.levels.push(0) - 1;
  }

  counts(): CategoryCounts {
    const { known, levels, places, unlisted, nulls } = this;
    const others = [...places].slice(known).map(([level, place]): [string, number] => [level, levels[place] ?? 0]);
    return {
      kind: 'category',
      name: this.name,
      counts: levels.slice(0, known),
      count: levels.reduce((sum, count) => sum + count, unlisted),
      nulls,
      others: byText(new Map(others)),
      unlisted,
    };
  }
}

/** @throws RangeError for counts on different levels */
export function mergeCategories(a: CategoryCounts, b: CategoryCounts): CategoryCounts {
  const others = new Map(a.others);
  let unlisted = a.unlisted + b.unlisted;
  for (const [level, count] of b.others) {
    if (others.has(level) || others.size < MOST_OTHERS) others.set(level, (others.get(level) ?? 0) + count);
    else unlisted += count;
  }
  return {
    ...a,
    counts: addCounts(a, b),
    count: a.count + b.count,
    nulls: a.nulls + b.nulls,
    others: byText(others),
    unlisted,
  };
}

const byText = (counts: ReadonlyMap<string, number>): (readonly [string, number])[] =>
  [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
