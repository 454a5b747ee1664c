/** What every judge answers: the columns it calls, and what it took. */
import * as z from 'zod';

export const Answer = z.object({
  /** Rows of the later file. */
  rows: z.number(),
  /** Names of the columns that drifted, in the judge's eyes. */
  called: z.array(z.string()),
  /** CPU seconds, user and system, of the whole process. */
  cpu: z.number(),
  /** Largest resident set, MB. */
  memory: z.number(),
});
export type Answer = z.infer<typeof Answer>;
