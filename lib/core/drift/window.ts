/** Counts of one window of live traffic, on the baseline's bins and levels. Small, JSON, and mergeable. */
import type { CellBatch } from '../data/cell-batch.ts';
import { withKernelCells } from '../data/columns/kernel-cells.ts';
import type { Arena } from '../data/kernel/arena.ts';
import { TextRows } from '../data/readers/text-rows.ts';
import { type BaselineColumn, isFeature, isPredictions } from './baseline.ts';
import { CategoryCounter, type CategoryCounts, mergeCategories } from './category-counter.ts';
import { OF_WINDOW, ScoreCounter } from './correlations/counter.ts';
import { mergeSums, type ScoreSums, sumsOf } from './correlations/sums.ts';
import type { Counter } from './counter.ts';
import { mergeNumbers, NumberCounter, type NumberCounts } from './number-counter.ts';

/** A column without a baseline is not counted. */
interface UncountedColumn {
  readonly kind: 'unknown';
  readonly name: string;
}

/** How columns went together in the rows that were looked at: at most 20,000 a window. */
interface CorrelationCounts extends ScoreSums {
  readonly kind: 'correlations';
  readonly name: string;
}

export type ColumnCounts = NumberCounts | CategoryCounts | CorrelationCounts | UncountedColumn;

export interface WindowCounts {
  readonly rows: number;
  /** Rows that did not have one cell a column; they are counted nowhere else. */
  readonly wrongLength: number;
  /** As the baseline has them. */
  readonly columns: readonly ColumnCounts[];
}

const ANSWERS_AT_ONCE = 4_096;
/** Rows of a batch from which on tables in its arena are worth their making. */
const WORTH_TABLES = 256;
/** Tables of more columns do not fit a processor's cache. */
const MOST_WITH_TABLES = 200;

export class DriftWindow {
  private rows = 0;
  private wrongLength = 0;
  private readonly features: readonly Counter<ColumnCounts>[];
  private readonly predictions: NumberCounter | undefined;
  private readonly correlations: { readonly counter: ScoreCounter; readonly name: string } | undefined;
  private readonly texts: TextRows;
  private answers: number[] = [];
  private readonly prepared = new WeakSet<Arena>();

  constructor(baseline: readonly BaselineColumn[]) {
    const features = baseline.filter(isFeature);
    this.texts = new TextRows(features.length);
    this.features = features.map((column) => {
      if (column.kind === 'number') return new NumberCounter(column);
      if (column.kind === 'category') return new CategoryCounter(column);
      return { prepare: () => {}, add: () => {}, counts: () => ({ kind: 'unknown', name: column.name }) };
    });
    const predictions = baseline.find(isPredictions);
    this.predictions = predictions && new NumberCounter(predictions);
    const correlations = baseline.find((column) => column.kind === 'correlations');
    this.correlations = correlations && {
      counter: new ScoreCounter(correlations.columns, OF_WINDOW),
      name: correlations.name,
    };
  }

  /** @param batch rows without faults, cells in contract order; an empty one is missing */
  addBatch(batch: CellBatch): void {
    if (batch.width !== this.features.length) {
      this.wrongLength += batch.rows;
      return;
    }
    this.rows += batch.rows;
    if (batch.arena && batch.rows >= WORTH_TABLES) this.prepare(batch.arena);
    withKernelCells(batch, (cells) => {
      this.features.forEach((column, i) => {
        column.add(batch, i, cells);
      });
      this.correlations?.counter.add(batch, cells);
    });
  }

  private prepare(arena: Arena): void {
    const { length } = this.features;
    if (length > MOST_WITH_TABLES || this.prepared.has(arena)) return;
    this.prepared.add(arena);
    for (const column of this.features) column.prepare(arena, length);
  }

  /** One row. */
  add(cells: readonly string[]): void {
    if (cells.length !== this.features.length) {
      this.wrongLength += 1;
      return;
    }
    this.texts.add(0, cells);
    this.addBatch(this.texts.batch());
  }

  /** Answers of the model, a number a row; undefined for an answer that could not be read. */
  addPredictions(answers: readonly (number | undefined)[]): void {
    for (const answer of answers) this.answers.push(answer ?? Number.NaN);
    if (this.answers.length >= ANSWERS_AT_ONCE) this.countAnswers();
  }

  private countAnswers(): void {
    this.predictions?.addNumbers(Float64Array.from(this.answers));
    this.answers = [];
  }

  counts(): WindowCounts {
    const { predictions, correlations } = this;
    this.countAnswers();
    return {
      rows: this.rows,
      wrongLength: this.wrongLength,
      columns: [
        ...this.features.map((column) => column.counts()),
        ...(predictions ? [predictions.counts()] : []),
        ...(correlations ? [{ kind: 'correlations' as const, name: correlations.name, ...sumsIn(correlations) }] : []),
      ],
    };
  }
}

function sumsIn({ counter }: { readonly counter: ScoreCounter }): ScoreSums {
  const { rows, sums } = counter.counts();
  return { rows, sums };
}

/**
 * The counts as those of this baseline; undefined where a column of the contract was counted on other bins. What the model
 * answered, and how columns went together, is unknown where it was not counted, or of another version's answers.
 */
export function onBaseline(
  baseline: readonly BaselineColumn[],
  counts: WindowCounts,
  isSameVersion: boolean,
): WindowCounts | undefined {
  const features = baseline.filter(isFeature).length;
  if (counts.columns.length < features) return undefined;
  const columns: ColumnCounts[] = [];
  for (const [i, own] of baseline.entries()) {
    const column =
      i < features ? counts.columns[i] : counts.columns.slice(features).find(({ name }) => name === own.name);
    const counted = isSameVersion || !isPredictions(own) ? column : undefined;
    if (counted && fits(own, counted)) columns.push(counted);
    else if (i < features) return undefined;
    else columns.push({ kind: 'unknown', name: own.name });
  }
  return { ...counts, columns };
}

/** Whether a column was counted on the bins, levels or pairs of this baseline. */
export const fits = (own: BaselineColumn, counts: ColumnCounts): boolean =>
  counts.name === own.name && counts.kind === own.kind && sizeOf(counts) === sizeOf(own);

function sizeOf(column: BaselineColumn | ColumnCounts): number {
  switch (column.kind) {
    case 'unknown':
      return 0;
    case 'correlations':
      return 'sums' in column ? column.sums.length : sumsOf(column.columns.length);
    default:
      return column.counts.length;
  }
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
  if (a.kind === 'correlations' && b?.kind === 'correlations') return { ...a, ...mergeSums(a, b) };
  // What one part does not know, the whole does not know.
  if (a.kind === 'unknown' && a.name === b?.name) return a;
  if (b?.kind === 'unknown' && a.name === b.name) return b;
  throw new RangeError(`column ${a.name}: the two windows were not counted on the same baseline`);
}
