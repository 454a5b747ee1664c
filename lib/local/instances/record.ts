/**
 * Which local clouds run: a file each, `.sluice/instances/<name>/running.json`. The local cloud's own process claims it
 * when it starts and removes it when it ends. One that was killed leaves it; it is recognised and cleaned up.
 */
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { startOf } from '../process/identity.ts';
import { INSTANCES_DIR, instanceFolder } from './name.ts';

const InstanceRecord = z.strictObject({
  v: z.literal(2),
  name: z.string(),
  pid: z.number().int(),
  /** When that process was started, as the system says: an id alone may be another's by now. */
  processStart: z.string(),
  /** Of 127.0.0.1; where everything is, SageMaker too. */
  port: z.number().int(),
  /** Of the SageMaker server itself; faster for load. Absent until it is up. */
  sagemakerPort: z.number().int().optional(),
  /** Its temporary folder. */
  workDir: z.string(),
  timeScale: z.number(),
  /** Time (ISO) when its process began. */
  started: z.string(),
  /** Its gateway answers. */
  ready: z.boolean(),
  /** What it holds is kept at its orderly end. */
  keepsState: z.boolean(),
  /** Another LocalStack-compatible endpoint that does everything but SageMaker. */
  behind: z.string().optional(),
});
export type InstanceRecord = z.infer<typeof InstanceRecord>;

const fileOf = (name: string): string => path.join(instanceFolder(name), 'running.json');
const draftOf = ({ name, pid }: InstanceRecord): string => `${fileOf(name)}.${pid}`;

/** Another local cloud of this name runs. */
export class InstanceRuns extends Error {
  override readonly name = 'InstanceRuns';
  readonly record: InstanceRecord;
  constructor(record: InstanceRecord) {
    super(
      `the local cloud "${record.name}" ${record.ready ? 'runs already' : 'is being started already'} on port ${record.port}`,
    );
    this.record = record;
  }
}

function parse(text: string): InstanceRecord | undefined {
  try {
    return InstanceRecord.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // cut off in the middle by a crash
  }
}

const lives = (record: InstanceRecord): boolean => startOf(record.pid) === record.processStart;

/** The local cloud of this name, if it runs or starts. What a killed one left (record, temporary folder) is removed. */
export function readInstance(name: string): InstanceRecord | undefined {
  const file = fileOf(name);
  if (!existsSync(file)) return undefined;
  const record = parse(readFileSync(file, 'utf8'));
  if (record && lives(record)) return record;
  rmSync(file, { force: true });
  // Never a folder that is not plainly ours: the file may have been written by hand.
  if (record && path.basename(record.workDir).startsWith('sluice-local-'))
    rmSync(record.workDir, { recursive: true, force: true });
  return undefined;
}

/** All that run, by name. */
export function runningInstances(): InstanceRecord[] {
  return instanceNames().flatMap((name) => readInstance(name) ?? []);
}

/** Names of all that run or have kept something. */
export function instanceNames(): string[] {
  return existsSync(INSTANCES_DIR) ? readdirSync(INSTANCES_DIR).sort() : [];
}

/** Writes the record if no other local cloud of that name runs. @throws InstanceRuns */
export function claimInstance(record: InstanceRecord): void {
  const other = readInstance(record.name);
  if (other && other.pid !== record.pid) throw new InstanceRuns(other);
  mkdirSync(instanceFolder(record.name), { recursive: true });
  const draft = draftOf(record);
  writeFileSync(draft, text(record));
  try {
    linkSync(draft, fileOf(record.name)); // whole or not at all, and only one wins
  } catch (error) {
    const first = (error as NodeJS.ErrnoException).code === 'EEXIST' ? readInstance(record.name) : undefined;
    throw first ? new InstanceRuns(first) : error;
  } finally {
    rmSync(draft);
  }
}

/** Replaces the record of this very process, whole. */
export function updateInstance(record: InstanceRecord): void {
  writeFileSync(draftOf(record), text(record));
  renameSync(draftOf(record), fileOf(record.name));
}

/** Removes the record if it is of this process. */
export function dropInstance(name: string, pid: number): void {
  const file = fileOf(name);
  if (existsSync(file) && parse(readFileSync(file, 'utf8'))?.pid === pid) rmSync(file);
  const folder = instanceFolder(name);
  if (existsSync(folder) && readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
}

const text = (record: InstanceRecord): string => `${JSON.stringify(record, null, 2)}\n`;
