/** What was called and what it was answered with, as test/fuzz/hooks.py wrote it down. */
import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';

const Call = z.object({
  /** `GET /models/{model}` */
  operation: z.string(),
  /** Of the path, whatever was put there. */
  model: z.unknown(),
  status: z.number(),
  /** Members of a 2xx answer to PUT or POST. */
  stored: z.object({
    model: z.string().optional(),
    upload: z.string().optional(),
    release: z.string().optional(),
    approval: z.string().optional(),
    revision: z.number().optional(),
    changed: z.boolean().optional(),
  }),
});
export type Call = z.infer<typeof Call>;

export const readCalls = (file: string): Call[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => Call.parse(JSON.parse(line)))
    : [];
