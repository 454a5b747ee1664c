/** What was counted in a window of live traffic, as it is kept: counts on the baseline's bins and levels, no row. */
import * as z from 'zod';

const count = z.number().int().nonnegative();
/** Values in order, or levels by text, with how often each was met. */
const keyed = z.array(z.tuple([z.number(), count]).readonly()).readonly();

const common = { name: z.string(), counts: z.array(count).readonly(), count, nulls: count };

const Column = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('number'),
    ...common,
    unparsable: count,
    min: z.number().optional(),
    max: z.number().optional(),
    mean: z.number().optional(),
    sketch: z.strictObject({ zeros: count, positive: keyed, negative: keyed }),
  }),
  z.strictObject({
    kind: z.literal('category'),
    ...common,
    others: z.array(z.tuple([z.string(), count]).readonly()).readonly(),
    unlisted: count,
  }),
  /** How columns went together, see `drift/correlations/sums.ts`. */
  z.strictObject({
    kind: z.literal('correlations'),
    name: z.string(),
    rows: count,
    sums: z.array(z.number().int()).readonly(),
  }),
  z.strictObject({ kind: z.literal('unknown'), name: z.string() }),
]);

export const DriftCounts = z.strictObject({
  v: z.literal(1),
  /** [from, to) by inference time, ISO 8601. */
  from: z.string(),
  to: z.string(),
  configuration: z.string(),
  /** Absent in older ones, which hold no answers of the model. */
  version: z.number().int().positive().optional(),
  /** Whether drift was called of the newest windows at its end: later ones are not judged together with it. */
  called: z.boolean(),
  counts: z.strictObject({ rows: count, wrongLength: count, columns: z.array(Column).readonly() }),
});
export type DriftCounts = z.infer<typeof DriftCounts>;
