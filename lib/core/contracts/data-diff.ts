/** What differs between two datasets, as one document. Rows are counted from 1; lines are physical lines of the files. */
import * as z from 'zod';
import { LevelOverlay, NumberOverlay } from '../data/report/overlay.ts';
import { ColumnType } from './schema.ts';

const count = z.number().int().nonnegative();
const number = z.number().optional();

/** Most row ranges and examples that are listed. */
export const MOST_RANGES = 100;
export const MOST_EXAMPLES = 20;
/** Characters of a cell that are shown. */
export const LONGEST_CELL = 80;

export const DiffSide = z.strictObject({
  /** A file, or `<model>@<version>`. */
  name: z.string(),
  /** Digest of the dataset, where it has one. */
  dataset: z.string().optional(),
  rows: count,
  columns: count,
});
export type DiffSide = z.infer<typeof DiffSide>;

const NumberFacts = z.strictObject({
  count,
  nulls: count,
  min: number,
  max: number,
  mean: number,
  sd: number,
  p25: number,
  median: number,
  p75: number,
});
const LevelFacts = z.strictObject({ count, nulls: count, levels: count });

const common = {
  column: z.string(),
  /** 0 (same) to 1 (nothing in common): the larger of `distance` and the difference of the null shares. */
  effect: z.number().min(0).max(1),
  /** Between the values; absent where a side has none. */
  distance: z.number().min(0).max(1).optional(),
};

/** A column whose profile differs. */
export const ColumnChange = z.discriminatedUnion('kind', [
  /** `distance`: the largest between the distribution functions (Kolmogorov-Smirnov), from the bins of both profiles. */
  z.strictObject({
    kind: z.literal('number'),
    ...common,
    before: NumberFacts,
    after: NumberFacts,
    /** Both on one scale; absent where a side has no value. */
    plot: NumberOverlay.optional(),
  }),
  /** `distance`: half the sum of the differences of shares (total variation). Levels that are not listed count as one. */
  z.strictObject({
    kind: z.literal('category'),
    ...common,
    before: LevelFacts,
    after: LevelFacts,
    /** Largest difference of shares first; values that are mostly distinct are not listed. */
    levels: z.array(z.strictObject({ value: z.string(), before: count, after: count })).max(10),
    /** The largest levels of both; absent where a side has no value, or values that are not shown. */
    plot: LevelOverlay.optional(),
  }),
  /** Numbers on one side and texts on the other: nothing of them compares. */
  z.strictObject({ kind: z.literal('mixed'), ...common, before: z.string(), after: z.string() }),
]);
export type ColumnChange = z.infer<typeof ColumnChange>;

/** Rows `first` to `first + rows - 1`; where `rows` is 0, the place before row `first`. */
const RowRange = z.strictObject({ first: z.number().int().positive(), rows: count });

export const RowExample = z.strictObject({
  kind: z.enum(['changed', 'added', 'removed']),
  /** Line of the row in each file. */
  before: count.optional(),
  after: count.optional(),
  /** Of the key column. */
  key: z.string().optional(),
  /** What differs; of a row that came or went, nothing. Cells are cut to 80 characters. */
  cells: z.array(z.strictObject({ column: z.string(), before: z.string(), after: z.string() })),
});
export type RowExample = z.infer<typeof RowExample>;

/** Where the rows differ, in ranges: what lies between ranges is equal. */
const ranges = {
  ranges: z.array(z.strictObject({ before: RowRange, after: RowRange })).max(MOST_RANGES),
  moreRanges: count,
};

export const RowChanges = z.discriminatedUnion('basis', [
  /** From stored chunks: equal rows are equal, but a range may also hold equal rows around the changed ones. */
  z.strictObject({ basis: z.literal('chunks'), equal: count, ...ranges }),
  /** From the rows themselves, in the columns both sides have. */
  z.strictObject({
    basis: z.literal('rows'),
    /** Column the rows were matched by; absent: they were matched by their order. */
    key: z.string().optional(),
    equal: count,
    changed: count,
    added: count,
    removed: count,
    /** Of the equal and changed rows: those that stand in another order. */
    moved: count,
    ...ranges,
    /** How many of the changed rows were looked at cell by cell, and in how many of them each column differs, most first. */
    examined: count,
    columns: z.array(z.strictObject({ column: z.string(), rows: count })),
    examples: z.array(RowExample).max(MOST_EXAMPLES),
  }),
]);
export type RowChanges = z.infer<typeof RowChanges>;

export const DataDiff = z.strictObject({
  v: z.literal(1),
  before: DiffSide,
  after: DiffSide,
  /** `alike`: profiles are equal, and there is nothing to compare rows by. `reordered`: the same rows in another order. */
  verdict: z.enum(['equal', 'reordered', 'alike', 'changed']),
  added: z.array(z.string()),
  removed: z.array(z.string()),
  retyped: z.array(z.strictObject({ column: z.string(), before: ColumnType, after: ColumnType })),
  /** Columns of both sides whose profile differs, largest effect first, and how many do not differ. */
  changes: z.array(ColumnChange),
  unchanged: count,
  /** Absent: nothing to compare rows by. */
  rows: RowChanges.optional(),
});
export type DataDiff = z.infer<typeof DataDiff>;
