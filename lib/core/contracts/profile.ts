/**
 * The profile of a dataset or of a window of live traffic: one summary a column, small enough to keep for ever with the
 * dataset, rich enough to be the baseline of drift.
 */
import * as z from 'zod';

const count = z.number().int().nonnegative();

/**
 * How a column goes with the target: rows by group of the column's values, and the target in each. `sum` and `squares`
 * are over the target's value (regression), or over 1 for the positive label and 0 for the other, where both are equal.
 */
export const Relation = z.strictObject({
  /**
   * Numbers: upper bounds of all groups but the last, each in its group, strictly increasing; of timestamps the groups
   * are hours of the day. Texts: the level of each group but the last.
   */
  groups: z.union([z.array(z.number()).max(31), z.array(z.string()).max(31)]),
  /** One entry a group, the last for everything beyond the listed ones; missing cells are in none. */
  rows: z.array(count).max(32),
  sum: z.array(z.number()).max(32),
  squares: z.array(z.number()).max(32),
});
export type Relation = z.infer<typeof Relation>;

/** Words that stood for a missing value, such as `?` or `NA`, as they were written: the most frequent. */
const words = z.array(z.strictObject({ word: z.string().max(64), count })).max(8);

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
  /** Different values; absent where not all rows are in the sample, and in older profiles. */
  distinct: count.optional(),
  edges: z.array(z.number()).max(257),
  counts: z.array(count).max(258),
  /** From here on: absent in profiles of version 1. */
  zeros: count.optional(),
  negatives: count.optional(),
  /** Values without a fraction. */
  whole: count.optional(),
  /** Instead of `distinct`, of large files: at least so many different values. Wrong less than once in a million. */
  distinctAtLeast: count.optional(),
  words: words.optional(),
  /** The most frequent values of the sample, each with at least 1 % of it: share of the values, largest first. */
  top: z
    .array(z.strictObject({ value: z.number(), share: z.number() }))
    .max(10)
    .optional(),
  relation: Relation.optional(),
  /** Timestamps: how many of the sample by hour of the day and by day of the week (0 is Sunday), UTC. */
  hours: z.array(count).length(24).optional(),
  weekdays: z.array(count).length(7).optional(),
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
  /** From here on: absent in profiles of version 1. Counts of `levels` may be too low by at most this; absent: exact. */
  bound: count.optional(),
  words: words.optional(),
  /** Values with a character beyond ASCII, and those of them that look like UTF-8 read as Latin-1. */
  nonAscii: count.optional(),
  mojibake: count.optional(),
  /**
   * Cells over several lines; how many of them hold as many delimiters as those lines would have as rows, the line breaks in
   * these, and on which line of the file the first one begins. Absent: none look like rows.
   */
  severalLines: z.strictObject({ cells: count, likeRows: count, breaks: count, firstLine: count }).optional(),
  relation: Relation.optional(),
});
export type CategoryProfile = z.infer<typeof CategoryProfile>;

/** Values that are mostly distinct are names, ids or free text: none of them is ever shown. */
export const isMostlyDistinct = ({ count, levels, other }: CategoryProfile): boolean =>
  levels.length + other.levels + (other.unlisted ?? 0) > count / 2;

export const ColumnProfile = z.discriminatedUnion('kind', [NumberProfile, CategoryProfile]);
export type ColumnProfile = z.infer<typeof ColumnProfile>;

/** What the rest of a profile rests on where not all rows could be kept. */
export const SampleFacts = z.strictObject({
  rows: count,
  /** One row in `every`, chosen by a hash of its number in the file. */
  every: z.number().int().positive(),
  /** A quantile's rank is off by more than this share of the rows less than once in a million (Hoeffding 1963). */
  rankError: z.number().min(0).max(1),
});

/** Pearson's correlations between numeric columns, in the sample: the upper triangle row by row, null where there is none. */
export const Correlations = z.strictObject({
  columns: z.array(z.string()).max(64),
  values: z.array(z.number().nullable()).max((64 * 63) / 2),
});
export type Correlations = z.infer<typeof Correlations>;

/** Rows told apart by a 64-bit hash of features and target; of many, those whose hash is divisible by a power of two. */
export const RowHashes = z.strictObject({
  every: z.number().int().positive(),
  /** Rows that were looked at, and how many of them are equal to an earlier one. */
  rows: count,
  repeated: count,
  /** The smallest 1,024 different hashes, 16 hexadecimal digits each, rising: what another dataset is compared with. */
  smallest: z.array(z.string().length(16)).max(1024),
});
export type RowHashes = z.infer<typeof RowHashes>;

/**
 * A small logistic model of the label that tells only whether labels still go with features: fitted on the sample, and
 * its loss on rows it was not fitted on.
 */
export const LabelProbe = z.strictObject({
  intercept: z.number(),
  /** Numbers: (value clipped to [low, high] - center) / scale; missing is 0. */
  numbers: z
    .array(
      z.strictObject({
        column: z.string(),
        low: z.number(),
        high: z.number(),
        center: z.number(),
        scale: z.number().positive(),
        weight: z.number(),
      }),
    )
    .max(64),
  levels: z.array(z.strictObject({ column: z.string(), level: z.string(), weight: z.number() })).max(256),
  /**
   * How much likelier the labels are (nats a row) if 5 % of them are flipped than if none is, over rows that the model was
   * not fitted on: how many, mean and sample standard deviation.
   */
  loss: z.strictObject({ rows: count, mean: z.number(), sd: z.number() }),
});
export type LabelProbe = z.infer<typeof LabelProbe>;

export const Profile = z.strictObject({
  /** 2: with everything marked "absent in version 1". */
  v: z.literal([1, 2]),
  rows: count,
  /** Feature columns in contract order. */
  columns: z.array(ColumnProfile),
  /** The target, kept apart: live traffic has none. */
  target: ColumnProfile.optional(),
  sample: SampleFacts.optional(),
  correlations: Correlations.optional(),
  rowHashes: RowHashes.optional(),
  probe: LabelProbe.optional(),
  /** Whether the last line had its line end. */
  terminated: z.boolean().optional(),
});
export type Profile = z.infer<typeof Profile>;
