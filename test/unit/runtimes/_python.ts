import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

export const root = resolve(import.meta.dirname, '../../..');
export const python = join(root, '.venv/bin/python');
export const tabular = join(root, 'lib/runtimes/tabular');
export const scriptModel = join(root, 'lib/demo/script-model');

/** The environment of a job: nothing of the test runner's but PATH, and the thread settings of a SageMaker job. */
export const cleanEnvironment = { PATH: process.env['PATH'] ?? '', OMP_NUM_THREADS: '1', OMP_WAIT_POLICY: 'PASSIVE' };

/** Runs a Python program given as text and returns what it prints. */
export async function runPython(program: string, args: string[] = [], path = ''): Promise<string> {
  const env = { ...cleanEnvironment, PYTHONPATH: path };
  const { stdout } = await promisify(execFile)(python, ['-c', program, ...args], { env, maxBuffer: 32 << 20 });
  return stdout;
}

/** A temporary folder, and the function that removes it. */
export async function temporaryFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-runtimes-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
