/** What there is to know of the local clouds of this checkout. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { paginateGetParametersByPath, SSMClient } from '@aws-sdk/client-ssm';
import { parameterName } from '../../core/contracts/outputs.ts';
import { rootAccess } from '../personas.ts';
import { readKept } from './kept.ts';
import { instanceFolder, instanceName } from './name.ts';
import { type InstanceRecord, instanceNames, readInstance } from './record.ts';

export interface InstanceStatus {
  name: string;
  /** Absent: it does not run. */
  running?: {
    pid: number;
    port: number;
    timeScale: number;
    /** Time (ISO). */
    started: string;
    ready: boolean;
    /** What it holds outlives an orderly end. */
    keepsState: boolean;
    behind?: string;
    /** Names of the deployed platforms; absent while it is starting, or when its gateway does not answer. */
    platforms?: string[];
  };
  /** Time (ISO) of the orderly end whose state is kept. */
  kept?: string;
  /** Bytes of its temporary folder and of its kept state. */
  disk: number;
}

export const allStatuses = (): Promise<InstanceStatus[]> => Promise.all(instanceNames().filter(isName).map(statusOf));

async function statusOf(name: string): Promise<InstanceStatus> {
  const record = readInstance(name);
  const kept = readKept(name);
  return {
    name,
    ...(record ? { running: await runningStatus(record) } : {}),
    ...(kept ? { kept: kept.savedAt } : {}),
    disk: bytesBelow(instanceFolder(name)) + (record ? bytesBelow(record.workDir) : 0),
  };
}

async function runningStatus(record: InstanceRecord): Promise<NonNullable<InstanceStatus['running']>> {
  const { pid, port, timeScale, started, ready, keepsState, behind } = record;
  const platforms = ready ? await deployedPlatforms(port).catch(() => undefined) : undefined;
  const told = { pid, port, timeScale, started, ready, keepsState };
  return { ...told, ...(behind ? { behind } : {}), ...(platforms ? { platforms } : {}) };
}

/** Names of the platforms that a local cloud holds: each tells its API by a parameter `/<platform>/api-url`. */
export async function deployedPlatforms(port: number): Promise<string[]> {
  const client = new SSMClient({ ...rootAccess(port), maxAttempts: 1 });
  const names: string[] = [];
  for await (const { Parameters = [] } of paginateGetParametersByPath({ client }, { Path: '/', Recursive: true })) {
    for (const { Name = '' } of Parameters) {
      const platform = Name.split('/')[1] ?? '';
      if (Name === parameterName(platform, 'api-url')) names.push(platform);
    }
  }
  return names.sort();
}

function isName(entry: string): boolean {
  try {
    return instanceName(entry) === entry;
  } catch {
    return false; // a file that somebody put there
  }
}

/** Of all files; those that vanish while we look count nothing. */
function bytesBelow(folder: string): number {
  let bytes = 0;
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const full = path.join(folder, entry.name);
      bytes += entry.isDirectory() ? bytesBelow(full) : statSync(full).size;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return bytes;
}
