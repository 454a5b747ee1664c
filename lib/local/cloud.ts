/** Starts the local cloud in a process of its own and holds its lifeline. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import * as z from 'zod';
import type { Restored } from './instances/state-keeper.ts';
import { NODE, ROOT } from './paths.ts';
import { isFree } from './process/ports.ts';
import { cleanEnvironment, DEFAULT_TIME_SCALE } from './settings.ts';
import type { SupervisorOptions } from './supervisor.ts';

const Message = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('ready'),
    port: z.number(),
    sagemakerPort: z.number(),
    restored: z
      .object({ savedAt: z.string().optional(), afterCrash: z.boolean(), failed: z.array(z.string()) })
      .optional(),
  }),
  z.object({ event: z.literal('failed'), code: z.string(), reason: z.string() }),
]);

export interface LocalCloud {
  port: number;
  pid: number;
  /** Its temporary folder; it removes it at its end. */
  workDir: string;
  /** What it began with, if it keeps state. */
  restored: Restored | undefined;
  /** What it printed so far, for a fault report. */
  log(): string;
  /** Lets it live on after we end. */
  stay(): void;
  close(): Promise<void>;
}

export class PortInUse extends Error {
  override readonly name = 'PortInUse';
  readonly port: number;
  constructor(port: number) {
    super(`port ${port} of 127.0.0.1 is in use`);
    this.port = port;
  }
}

export interface LocalCloudOptions {
  port: number;
  /** @default DEFAULT_TIME_SCALE */
  timeScale?: number;
  /** Its name; it is then written down that it runs, for the command line of this checkout. @default none */
  instance?: string;
  /** What it holds outlives an orderly end, and it begins with what was kept before. Needs a name. @default false */
  keepState?: boolean;
  /** Another LocalStack-compatible endpoint that does everything but SageMaker. @default our own emulator */
  behind?: string;
}

/** @throws PortInUse; Error with the log's last lines when it does not come up */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  if (!(await isFree(options.port))) throw new PortInUse(options.port);
  const workDir = mkdtempSync(path.join(os.tmpdir(), 'sluice-local-'));
  const log = openSync(path.join(workDir, 'local.log'), 'a+');
  const settings: SupervisorOptions = {
    workDir,
    port: options.port,
    timeScale: options.timeScale ?? DEFAULT_TIME_SCALE,
    keepState: options.keepState ?? false,
    ...(options.behind === undefined ? {} : { behind: options.behind }),
    ...(options.instance === undefined ? {} : { instance: options.instance }),
  };
  const child = spawn(NODE, [path.join(ROOT, 'lib', 'local', 'supervisor.ts'), JSON.stringify(settings)], {
    cwd: ROOT,
    // A group of its own: Ctrl-C in the terminal is for us, and we end it in order.
    detached: true,
    stdio: ['pipe', log, log, 'pipe'],
    env: { ...cleanEnvironment(), ...passed('SLUICE_EMULATOR_LOG', 'SLUICE_HOME', 'TMPDIR', 'NODE_COMPILE_CACHE') },
  });
  const readLog = (): string => readAll(log);
  const exited = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const message = await firstMessage(child);
  if (message.event === 'failed') {
    await exited;
    const tail = readLog().split('\n').slice(-20).join('\n');
    closeSync(log);
    rmSync(workDir, { recursive: true, force: true });
    if (message.code === 'port-in-use') throw new PortInUse(options.port);
    throw new Error(`the local cloud did not start: ${message.reason}\n${tail}`);
  }
  return {
    port: message.port,
    pid: child.pid ?? 0,
    workDir,
    restored: message.restored,
    log: readLog,
    stay: () => {
      child.stdin?.write('stay\n');
      child.stdin?.end();
      (child.stdio[3] as Readable).destroy();
      child.unref();
    },
    close: async () => {
      child.kill('SIGTERM');
      await exited;
      closeSync(log);
    },
  };
}

/** The whole file behind a descriptor, also when its name is gone. */
function readAll(fd: number): string {
  const buffer = Buffer.alloc(fstatSync(fd).size);
  return buffer.toString('utf8', 0, readSync(fd, buffer, 0, buffer.length, 0));
}

function passed(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

function firstMessage(child: ChildProcess): Promise<z.infer<typeof Message>> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: child.stdio[3] as Readable });
    lines.once('line', (line) => resolve(Message.parse(JSON.parse(line))));
    child.once('exit', (code) => resolve({ event: 'failed', code: 'fault', reason: `its process ended with ${code}` }));
  });
}
