import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { NODE, ROOT } from '../paths.ts';

const LEASH = path.join(ROOT, 'lib', 'local', 'process', 'leash.mjs');

export interface CommandResult {
  code: number;
  output: string;
}

const running = new Set<ChildProcess>();

/** Ends every program that is still running, and waits for it: for an orderly end in the middle of one. */
export async function endLeashed(): Promise<void> {
  await Promise.all(
    [...running].map((child) => {
      const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
      child.kill('SIGTERM');
      return ended;
    }),
  );
}

/**
 * Runs a program to its end and collects what it prints. It is kept on a leash: it and its children end when we end,
 * however that happens; or after `endAfterSeconds`, and then its code is not 0.
 */
export function runLeashed(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env: NodeJS.ProcessEnv; onLine?: (line: string) => void; endAfterSeconds?: number },
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(NODE, [LEASH, command, ...args], {
      cwd: options.cwd ?? ROOT,
      env: options.env,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    running.add(child);
    const seconds = options.endAfterSeconds;
    const limit = seconds === undefined ? undefined : setTimeout(() => child.kill('SIGTERM'), seconds * 1000);
    let output = '';
    let rest = '';
    const collect = (data: Buffer): void => {
      output += data;
      const lines = (rest + data).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) options.onLine?.(line);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => {
      running.delete(child);
      clearTimeout(limit);
      resolve({ code: code ?? 1, output });
    });
  });
}
