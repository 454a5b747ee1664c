import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';

export interface ChildOptions {
  /** Command and arguments. */
  readonly argv: readonly string[];
  readonly directory: string;
  /** The whole environment; nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  /** Called with each line of stdout and stderr. */
  readonly onLine: (line: string) => void;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  /** Resolves when the process has ended and its output was read. Never rejects: no such command is exit code 127. */
  readonly exited: Promise<Exit>;
  /** SIGTERM to the process group, SIGKILL after the grace; resolves at the end of the process. */
  stop(graceMs: number): Promise<Exit>;
}

/**
 * Starts a process in its own process group. Its stdin is a pipe that we hold: when this server dies, even by SIGKILL,
 * the pipe closes and the shim ends itself (LIFELINE=1).
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  await mkdir(options.directory, { recursive: true });
  const [command, ...args] = options.argv;
  if (command === undefined) throw new Error('no command to run: the argv of the runtime is empty');
  const child = spawn(command, args, {
    cwd: options.directory,
    env: { ...options.environment, LIFELINE: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  // A process that ends early breaks the pipe; its exit tells the story.
  child.stdin.on('error', () => {});
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', options.onLine);

  let ended: Exit | undefined;
  const exited = new Promise<Exit>((resolve) => {
    const end = (exit: Exit) => {
      ended ??= exit;
      resolve(ended);
    };
    child.on('error', (error) => {
      options.onLine(`${command}: ${error.message}`);
      if (child.pid === undefined) end({ code: 127, signal: null });
    });
    child.on('close', (code, signal) => end({ code, signal }));
    // A grandchild may hold the output open; what it writes later is not waited for.
    child.on('exit', (code, signal) => {
      setTimeout(() => end({ code, signal }), 500).unref();
      killGroup(child.pid, 'SIGKILL');
    });
  });

  return {
    exited,
    async stop(graceMs) {
      if (ended) return ended;
      killGroup(child.pid, 'SIGTERM');
      const timer = setTimeout(() => killGroup(child.pid, 'SIGKILL'), graceMs);
      try {
        return await exited;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // The group is gone already; macOS says EPERM when only zombies are left of it.
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
