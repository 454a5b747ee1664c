/** Which local cloud runs: one file, written when it is up and removed when it ends. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { SLUICE_DIR } from './paths.ts';

const LocalRecord = z.strictObject({
  v: z.literal(1),
  pid: z.number().int(),
  port: z.number().int(),
  sagemakerPort: z.number().int(),
  workDir: z.string(),
  timeScale: z.number(),
  started: z.string(),
});
export type LocalRecord = z.infer<typeof LocalRecord>;

const FILE = path.join(SLUICE_DIR, 'local.json');

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // ESRCH: it is gone
  }
};

/** The running local cloud of this checkout, if there is one. */
export function readRecord(): LocalRecord | undefined {
  if (!existsSync(FILE)) return undefined;
  const record = LocalRecord.safeParse(JSON.parse(readFileSync(FILE, 'utf8')));
  return record.success && alive(record.data.pid) ? record.data : undefined;
}

export function writeRecord(record: LocalRecord): void {
  mkdirSync(SLUICE_DIR, { recursive: true });
  writeFileSync(FILE, `${JSON.stringify(record, null, 2)}\n`);
}

/** Removes the record if it is of this process. */
export function dropRecord(pid: number): void {
  if (existsSync(FILE) && readRecord()?.pid === pid) rmSync(FILE);
}
