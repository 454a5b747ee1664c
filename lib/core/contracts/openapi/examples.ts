/** Examples of requests with their answers: what a platform really said, recorded by test/unit/api/examples.test.ts. */
import * as z from 'zod';
import recorded from './examples.json' with { type: 'json' };

export const Example = z.strictObject({
  /** One word, unique within its operation. */
  name: z.string().regex(/^[a-z][A-Za-z]*$/),
  summary: z.string(),
  request: z.strictObject({
    path: z.record(z.string(), z.string()).optional(),
    query: z.record(z.string(), z.string()).optional(),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.unknown().optional(),
  }),
  answer: z.strictObject({
    status: z.number().int(),
    headers: z.record(z.string(), z.string()),
    body: z.unknown(),
  }),
});
export type Example = z.infer<typeof Example>;

/** By the id of the operation. */
export const EXAMPLES: Readonly<Record<string, readonly Example[]>> = recorded;
