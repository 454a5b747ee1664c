/** Counts of one window of live traffic, on the baseline's bins and levels. Small, JSON, and mergeable. */
import type { CellBatch } from '../data/cell-batch.ts';
import { withKernelCells } from '../data/columns/kernel-cells.ts';
import type { Arena } from '../data/kernel/arena.ts';
import { TextRows } from '../data/readers/text-rows.ts';
import type { BaselineColumn } from './baseline.ts';
import { CategoryCounter, type CategoryCounts, mergeCategories } from './category-counter.ts';
import type { Counter } from './counter.ts';
import { mergeNumbers, NumberCounter, type NumberCounts } from './number-counter.ts';

/** A column without a baseline is not counted. */
interface UncountedColumn {
  readonly kind: 'unknown';
  readonly name: string;
}

export type ColumnCounts = NumberCounts | CategoryCounts | UncountedColumn;

export interface WindowCounts {
  readonly rows: number;
  /** Rows that did not have one cell a column; they are counted nowhere else. */
  readonly wrongLength: number;
  /** In contract order. */
  readonly columns: readonly ColumnCounts[];
}

/** Rows of a batch from which on tables in its arena are worth their making. */
const WORTH_TABLES = 256;
/** Tables of more columns do not fit a processor's cache. */
const MOST_WITH_TABLES = 200;

export class DriftWindow {
  private rows = 0;
  private wrongLength = 0;
  private readonly columns: readonly Counter<ColumnCounts>[];
  private readonly texts: TextRows;
  private readonly prepared = new WeakSet<Arena>();

  constructor(baseline: readonly BaselineColumn[]) {
    this.texts = new TextRows(baseline.length);
    this.columns = baseline.map((column) => {
      if (column.kind === 'number') return new NumberCounter(column);
      if (column.kind === 'category') return new CategoryCounter(column);
      return { prepare: () => {}, add: () => {}, counts: () => ({ kind: 'unknown', name: column.name }) };
    });
  }

  /** @param batch rows without faults, cells in contract order; an empty one is missing */
  addBatch(batch: CellBatch): void {
    if (batch.width !== this.columns.length) {
      this.wrongLength += batch.rows;
      return;
    }
    this.rows += batch.rows;
    if (batch.arena && batch.rows >= WORTH_TABLES) this.prepare(batch.arena);
    withKernelCells(batch, (cells) => {
      this.columns.forEach((column, i) => {
        column.add(batch, i, cells);
      });
    });
  }

  private prepare(arena: Arena): void {
    const { length } = this.columns;
    if (length > MOST_WITH_TABLES || this.prepared.has(arena)) return;
    this.prepared.add(arena);
    for (const column of this.columns) column.prepare(arena, length);
  }

  /** One row. */
  add(cells: readonly string[]): void {
    if (cells.length !== this.columns.length) {
      this.wrongLength += 1;
      return;
    }
    this.texts.add(0, cells);
    this.addBatch(this.texts.batch());
  }

  counts(): WindowCounts {
    return {
      rows: this.rows,
      wrongLength: this.wrongLength,
      columns: this.columns.map((column) => column.counts()),
    };
  }
}

/** Whether the counts were made on this baseline. */
export function fitsBaseline(baseline: readonly BaselineColumn[], { columns }: WindowCounts): boolean {
  const binsOf = (column: BaselineColumn | ColumnCounts): number =>
    column.kind === 'unknown' ? 0 : column.counts.length;
  return (
    columns.length === baseline.length &&
    columns.every((column, i) => {
      const own = baseline[i] as BaselineColumn;
      return column.name === own.name && column.kind === own.kind && binsOf(column) === binsOf(own);
    })
  );
}

/**
 * Two parts of one window as if they had been one pass (to rounding in the mean, and as long as at most 1,000 levels
 * are outside the baseline).
 * @throws RangeError for counts on different baselines
 */
export function mergeWindows(a: WindowCounts, b: WindowCounts): WindowCounts {
  return {
    rows: a.rows + b.rows,
    wrongLength: a.wrongLength + b.wrongLength,
    columns: a.columns.map((column, i) => mergeColumns(column, b.columns[i])),
  };
}

function mergeColumns(a: ColumnCounts, b: ColumnCounts | undefined): ColumnCounts {
  if (a.kind === 'number' && b?.kind === 'number') return mergeNumbers(a, b);
  if (a.kind === 'category' && b?.kind === 'category') return mergeCategories(a, b);
  if (a.kind === 'unknown' && b?.kind === 'unknown') return a;
  throw new RangeError(`column ${a.name}: the two windows were not counted on the same baseline`);
}
