/** What a comparison of two sets of rows comes to. Made from profiles and tests, holds no row. */
import * as z from 'zod';
import { LevelOverlay, NumberOverlay } from '../../data/report/overlay.ts';
import { LOOKS } from './level.ts';

const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);
const number = z.number().optional();

const Side = z.strictObject({
  name: z.string(),
  /** Rows that were compared, and rows that could not be read as the others. */
  rows: count,
  rejected: count,
  columns: count,
});

/** `gone`: the column is there before only. */
const Change = z.strictObject({
  what: z.enum([...LOOKS, 'gone']),
  p: share,
  /** Share of the rows; 0 same, 1 nothing in common. */
  effect: share,
  /** The least effect that counts. */
  limit: share,
  /** Likely cause in words; holds no cell. */
  cause: z.string().optional(),
});
export type Change = z.infer<typeof Change>;

/** Cells with a value, empty ones, and those unlike their column's type. */
const cells = { count, nulls: count, unlike: count };
const NumberFacts = z.strictObject({
  ...cells,
  min: number,
  max: number,
  mean: number,
  p25: number,
  median: number,
  p75: number,
});
const LevelFacts = z.strictObject({ ...cells, levels: count });
export type NumberFacts = z.infer<typeof NumberFacts>;

const common = {
  column: z.string(),
  type: z.string(),
  /** `not-compared`: no test could say anything, see `why`. */
  state: z.enum(['changed', 'same', 'not-compared']),
  /** Chance of a column as unlike as this one, were both sets drawn alike; its tests' shares are in it. */
  p: share.optional(),
  /** What is called, the largest effect beside its limit first. */
  changes: z.array(Change),
  /** What is left out of the comparison, and why. */
  why: z.string().optional(),
};

export const ComparedColumn = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('number'),
    ...common,
    before: NumberFacts,
    now: NumberFacts,
    plot: NumberOverlay.optional(),
  }),
  z.strictObject({
    kind: z.literal('category'),
    ...common,
    before: LevelFacts,
    now: LevelFacts,
    plot: LevelOverlay.optional(),
  }),
  /** Numbers on one side, texts on the other; or one side only. */
  z.strictObject({ kind: z.literal('unlike'), ...common, before: z.string(), now: z.string() }),
]);
export type ComparedColumn = z.infer<typeof ComparedColumn>;

export const DriftComparison = z.strictObject({
  v: z.literal(1),
  before: Side,
  now: Side,
  outcome: z.enum(['drift', 'no-drift', 'not-enough-data']),
  /** Two sets drawn alike have any column called in at most this share of comparisons. */
  falseAlarms: share,
  /** Columns of `now` that are not in `before`. */
  added: z.array(z.string()),
  /** Of `before`: changed first, by effect beside its limit, then by p. */
  columns: z.array(ComparedColumn),
  /** About the file as a whole. */
  remarks: z.array(z.string()),
});
export type DriftComparison = z.infer<typeof DriftComparison>;
