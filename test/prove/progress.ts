/** How far a proof is, on disk after each unit. Another commit, seed or size is another proof. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

/** What came of a unit, as one process tells it to another. */
export const ToldOutcome = z.object({
  ok: z.boolean(),
  count: z.number(),
  detail: z.string().optional(),
  tally: z.record(z.string(), z.number()).optional(),
});

export const Done = ToldOutcome.extend({ unit: z.string(), seconds: z.number() });
export type Done = z.infer<typeof Done>;

export const Progress = z.object({
  name: z.string(),
  commit: z.string(),
  seed: z.number(),
  size: z.number(),
  done: z.array(Done),
});
export type Progress = z.infer<typeof Progress>;

const fileOf = (folder: string, name: string): string => path.join(folder, `${name}.json`);

/** @returns undefined when there is nothing to go on with; a file that cannot be read is such a nothing */
export function readProgress(folder: string, name: string): Progress | undefined {
  try {
    return Progress.parse(JSON.parse(readFileSync(fileOf(folder, name), 'utf8')));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Replaces the file at once: killed in between, the old one stands. */
export function writeProgress(folder: string, progress: Progress): void {
  mkdirSync(folder, { recursive: true });
  const file = fileOf(folder, progress.name);
  writeFileSync(`${file}.new`, JSON.stringify(progress, null, 2));
  renameSync(`${file}.new`, file);
}

export const forgetProgress = (folder: string, name: string): void => rmSync(fileOf(folder, name), { force: true });
