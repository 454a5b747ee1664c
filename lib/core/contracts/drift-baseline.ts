/** What live traffic of a version is compared with, as it is stored with the version: small, mergeable, holds no row. */
import * as z from 'zod';
import { SampleFacts } from './profile.ts';
import { ColumnType } from './schema.ts';

const count = z.number().int().nonnegative();
/** Counts, sums, or rising numbers, as `drift/stored/packed.ts` packs them. */
const packed = z.base64();

const NumberFeature = z.strictObject({
  kind: z.literal('number'),
  name: z.string(),
  type: ColumnType,
  count,
  nulls: count,
  min: z.number().optional(),
  max: z.number().optional(),
  mean: z.number().optional(),
  p25: z.number().optional(),
  median: z.number().optional(),
  p75: z.number().optional(),
  distinct: count.optional(),
  zeros: count.optional(),
  /** At most 257 values of the data at equally spaced ranks, and the counts below, between and above: one more. */
  edges: packed,
  counts: packed,
});
export type NumberFeature = z.infer<typeof NumberFeature>;

const CategoryFeature = z.strictObject({
  kind: z.literal('category'),
  name: z.string(),
  type: ColumnType,
  count,
  nulls: count,
  /** The most frequent levels, as many as there is room for, and the count of each. */
  levels: z.array(z.string()).max(200),
  counts: packed,
  /** As in a profile. */
  other: z.strictObject({ levels: count, count, unlisted: count.optional() }),
});
export type CategoryFeature = z.infer<typeof CategoryFeature>;

export const BaselineFeature = z.discriminatedUnion('kind', [NumberFeature, CategoryFeature]);
export type BaselineFeature = z.infer<typeof BaselineFeature>;

export const DriftBaseline = z.strictObject({
  v: z.literal(1),
  kind: z.literal('drift-baseline'),
  /** Rows of the dataset. */
  rows: count,
  /** What quantiles rest on, where that is not all rows. */
  sample: SampleFacts.optional(),
  /** In contract order. */
  columns: z.array(BaselineFeature),
  /** What the version answered for held-out rows: the score of a classifier, the prediction of a regression. */
  predictions: NumberFeature.optional(),
  /** How columns go together in rows of the dataset: sums of scores, see `drift/correlations/sums.ts`. */
  correlations: z.strictObject({ rows: count, sums: packed, higher: packed }).optional(),
});
export type DriftBaseline = z.infer<typeof DriftBaseline>;
