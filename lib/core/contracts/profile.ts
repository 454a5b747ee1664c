/**
 * The profile of a dataset or of a window of live traffic: one summary a column, small enough to keep for ever with the
 * dataset, rich enough to be the baseline of drift.
 */
import * as z from 'zod';

const count = z.number().int().nonnegative();

/**
 * A numeric column on reference-quantile edges.
 *
 * `edges` is strictly increasing (at most 257 values, fewer where the column has ties). `counts` has one entry more than
 * `edges`: `counts[0]` values lie below `edges[0]`, `counts[i]` in `[edges[i-1], edges[i])`, the last at or above the
 * last edge. `count` excludes nulls; min to quartiles are absent when `count` is 0.
 */
export const NumberProfile = z.strictObject({
  name: z.string(),
  kind: z.literal('number'),
  count,
  nulls: count,
  min: z.number().optional(),
  max: z.number().optional(),
  mean: z.number().optional(),
  /** Sample standard deviation (n - 1). */
  sd: z.number().optional(),
  p25: z.number().optional(),
  median: z.number().optional(),
  p75: z.number().optional(),
  /** Different values; absent where there were too many to count, and in older profiles. */
  distinct: count.optional(),
  edges: z.array(z.number()).max(257),
  counts: z.array(count).max(258),
});
export type NumberProfile = z.infer<typeof NumberProfile>;

/** A column of text levels: the 200 most frequent exactly (ties by text), the rest in `other`. Booleans are such a column too. */
export const CategoryProfile = z.strictObject({
  name: z.string(),
  kind: z.literal('category'),
  count,
  nulls: count,
  levels: z.array(z.strictObject({ value: z.string(), count })).max(200),
  /** `unlisted`: values of levels that were not told apart any more; absent: none. They count as one in `levels`. */
  other: z.strictObject({ levels: count, count, unlisted: count.optional() }),
});
export type CategoryProfile = z.infer<typeof CategoryProfile>;

/** Values that are mostly distinct are names, ids or free text: none of them is ever shown. */
export const isMostlyDistinct = ({ count, levels, other }: CategoryProfile): boolean =>
  levels.length + other.levels + (other.unlisted ?? 0) > count / 2;

export const ColumnProfile = z.discriminatedUnion('kind', [NumberProfile, CategoryProfile]);
export type ColumnProfile = z.infer<typeof ColumnProfile>;

export const Profile = z.strictObject({
  v: z.literal(1),
  rows: count,
  /** Feature columns in contract order. */
  columns: z.array(ColumnProfile),
  /** The target, kept apart: live traffic has none. */
  target: ColumnProfile.optional(),
});
export type Profile = z.infer<typeof Profile>;
