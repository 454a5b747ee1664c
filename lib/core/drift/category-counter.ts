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

/** Counts levels: the baseline's, and others by name. */
export class CategoryCounter implements Counter<CategoryCounts> {
  private readonly name: string;
  private readonly index: ReadonlyMap<string, number>;
  private readonly level: (cell: string) => string | undefined;
  private readonly levels: number[];
  private readonly others = new Map<string, number>();
  private unlisted = 0;
  private count = 0;
  private nulls = 0;

  constructor(column: CategoryBaseline) {
    this.name = column.name;
    this.index = new Map(column.levels.map((level, i) => [level, i]));
    this.level = column.type === 'boolean' ? booleanLevelOf : levelOf;
    this.levels = new Array(column.levels.length).fill(0);
  }

  add(cell: string): void {
    const level = this.level(cell);
    if (level === undefined) {
      this.nulls += 1;
      return;
    }
    this.count += 1;
    const known = this.index.get(level);
    if (known !== undefined) this.levels[known] = (this.levels[known] ?? 0) + 1;
    else if (level.length <= LONGEST && (this.others.has(level) || this.others.size < MOST_OTHERS))
      this.others.set(level, (this.others.get(level) ?? 0) + 1);
    else this.unlisted += 1;
  }

  counts(): CategoryCounts {
    return {
      kind: 'category',
      name: this.name,
      counts: [...this.levels],
      count: this.count,
      nulls: this.nulls,
      others: byText(this.others),
      unlisted: this.unlisted,
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
