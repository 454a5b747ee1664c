/** What a process of ours says at its end. */
import * as z from 'zod';

export const Said = z.object({
  /** Of a whole check. */
  outcome: z.unknown(),
  /** CPU seconds, user and system. */
  cpu: z.number(),
  /** Largest resident set, MB. */
  memory: z.number(),
});
export type Said = z.infer<typeof Said>;
