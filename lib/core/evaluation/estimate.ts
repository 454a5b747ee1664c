import * as z from 'zod';

/** A value with its 95 % interval. Documents that take nothing beyond it say `.strict()`. */
export const Estimate = z.object({ value: z.number(), low: z.number(), high: z.number() });
export type Estimate = z.infer<typeof Estimate>;
