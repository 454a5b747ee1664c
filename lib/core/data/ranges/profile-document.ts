/** The state of a profile as a document between ranges. @see ProfileState */
import * as z from 'zod';
import type { ProfileState } from '../profile/profile.ts';

const count = z.number().int().nonnegative();
const float64 = z.custom<Float64Array>((value) => value instanceof Float64Array, 'numbers of 64 bits');
const int32 = z.custom<Int32Array>((value) => value instanceof Int32Array, 'whole numbers of 32 bits');

const Moments = z.strictObject({
  count,
  nulls: count,
  zeros: count,
  negatives: count,
  whole: count,
  min: z.number().nullable(),
  max: z.number().nullable(),
  mean: z.number(),
  meanRest: z.number(),
  squares: z.number(),
});

const Levels = z.strictObject({
  texts: z.array(z.string()),
  counts: float64,
  count,
  nulls: count,
  bound: count,
  nonAscii: count,
  mojibake: count,
});

/** JSON has null where a column is not of the kind. */
const columns = <S extends z.ZodType>(values: S) => z.array(z.union([values, z.null().transform(() => undefined)]));

const Sample = z.strictObject({
  rows: count,
  of: count,
  every: count,
  lines: float64,
  ordinals: float64,
  numbers: columns(float64),
  levels: columns(int32),
});

const Swallowed = z.strictObject({ cells: count, likeRows: count, breaks: count, firstLine: count });

export const ProfileDocument: z.ZodType<ProfileState> = z.strictObject({
  rows: count,
  terminated: z.boolean(),
  columns: z.array(z.union([z.strictObject({ moments: Moments }), z.strictObject({ levels: Levels })])),
  words: z.array(z.array(z.tuple([z.string(), count]))),
  sample: Sample,
  hashes: z.strictObject({ every: count, low: int32, high: int32, counts: int32 }),
  swallowed: columns(Swallowed),
});
