/** Starts the emulator launcher for a test, and gives clients that talk to it. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
export const PYTHON = join(ROOT, '.venv', 'bin', 'python');
export const LAUNCHER = join(ROOT, 'lib', 'local', 'emulator', 'launch.py');
export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';
/** A minute of the emulator is 1.2 s of ours. */
export const TIME_SCALE = 0.02;

type Launcher = ChildProcessByStdio<Writable, Readable, Readable>;

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Emulator {
  readonly port: number;
  readonly pid: number;
  readonly folder: string;
  /** Client configuration; without credentials the account itself, which may do everything. */
  config(credentials?: Credentials): {
    region: string;
    endpoint: string;
    credentials: Credentials;
    maxAttempts: number;
  };
  /** What the launcher wrote to stderr so far. */
  stderr(): string;
  stop(): Promise<void>;
}

/** The environment the launcher is started with. */
export function environment(folder: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
    HOME: process.env['HOME'] ?? folder,
    TMPDIR: folder,
    GATEWAY_PORT: '0',
    TIME_SCALE: String(TIME_SCALE),
    LIFELINE: '1',
    AWS_REGION: REGION,
    MINISTACK_ACCOUNT_ID: ACCOUNT,
    ...more,
  };
}

/** Spawn the launcher and wait for its ready line. */
export async function startEmulator(more: Record<string, string> = {}): Promise<Emulator> {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-test-'));
  const launcher: Launcher = spawn(PYTHON, [LAUNCHER], {
    env: environment(folder, more),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stderr = '';
  launcher.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const ended = new Promise<void>((resolve) => launcher.once('exit', () => resolve()));
  const stop = async () => {
    launcher.stdin.end();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const port = await readyPort(launcher, () => stderr).catch(async (error) => {
    await stop();
    throw error;
  });
  return {
    port,
    pid: launcher.pid ?? 0,
    folder,
    config: (credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'any' }) => ({
      region: REGION,
      endpoint: `http://127.0.0.1:${port}`,
      credentials,
      maxAttempts: 1,
    }),
    stderr: () => stderr,
    stop,
  };
}

async function readyPort(launcher: Launcher, stderr: () => string): Promise<number> {
  for await (const line of createInterface({ input: launcher.stdout })) {
    const message = JSON.parse(line);
    if (message.event === 'ready') return message.port;
  }
  throw new Error(`the launcher ended before it was ready: ${stderr()}`);
}

/** Poll until `look` gives something other than undefined; fails after `seconds`. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined>, seconds = 8): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`${what} did not happen within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Whether a process with this id is there. */
export function alive(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}
