/** What another engine says of a column; what it does not say is not held against ours. */
import * as z from 'zod';

export const TheirColumn = z.object({
  count: z.number(),
  nulls: z.number(),
  min: z.number().optional(),
  max: z.number().optional(),
  mean: z.number().optional(),
  sd: z.number().nullish(),
  quartiles: z.array(z.number()).optional(),
  distinct: z.number().optional(),
  zeros: z.number().optional(),
  negatives: z.number().optional(),
  whole: z.number().optional(),
  /** Values below each edge, and at or below it. */
  below: z.array(z.number()).optional(),
  atMost: z.array(z.number()).optional(),
  levels: z.record(z.string(), z.number()).optional(),
});
export type TheirColumn = z.infer<typeof TheirColumn>;
