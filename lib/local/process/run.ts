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

export interface LeashedOptions {
  cwd?: string;
  env: NodeJS.ProcessEnv;
  onLine?: (line: string) => void;
}

/** A program that runs until it ends by itself or is ended. */
export interface LeashedProgram {
  /** What it printed, once it has ended. Fails when our runtime cannot be started. */
  ended: Promise<CommandResult>;
  end(): void;
}

/** Starts a program and collects what it prints. It is kept on a leash: it and its children end when we end, however that happens. */
export function startLeashed(command: string, args: readonly string[], options: LeashedOptions): LeashedProgram {
  const child = spawn(NODE, [LEASH, command, ...args], {
    cwd: options.cwd ?? ROOT,
    env: options.env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  running.add(child);
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
  const ended = new Promise<CommandResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output });
    });
  });
  return { ended, end: () => child.kill('SIGTERM') };
}

/** Runs a program on a leash to its end; or ends it after `endAfterSeconds`, and then its code is not 0. */
export async function runLeashed(
  command: string,
  args: readonly string[],
  { endAfterSeconds, ...options }: LeashedOptions & { endAfterSeconds?: number },
): Promise<CommandResult> {
  const { ended, end } = startLeashed(command, args, options);
  const limit = endAfterSeconds === undefined ? undefined : setTimeout(end, endAfterSeconds * 1000);
  try {
    return await ended;
  } finally {
    clearTimeout(limit);
  }
}
