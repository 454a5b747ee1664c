/** Starts the emulator (launch.py) as a child of this process, which holds its lifeline. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { PROGRAM_PATH, PYTHON, ROOT } from '../paths.ts';
import { cleanEnvironment, LOCAL_REGION } from '../settings.ts';

export interface EmulatorOptions {
  /** Of 127.0.0.1. */
  port: number;
  /** Its working and temporary folders are made in here. */
  workDir: string;
  timeScale: number;
  sagemakerUrl: string;
  /** Its state is read from here and written to it at an orderly end; absent: memory only. */
  stateFolder?: string;
}

export interface Emulator {
  /** Its gateway answers. Never settles if it ends before. */
  readonly ready: Promise<void>;
  /** Its exit code; see the exit codes of launch.py. */
  readonly ended: Promise<number>;
  /** Ends it in order, and by force after this time. @returns whether it ended in order */
  end(graceMs: number): Promise<boolean>;
}

/** Exit codes of launch.py. */
export const EMULATOR_EXIT = { portInUse: 48, stateUnreadable: 4 } as const;

export function startEmulator(options: EmulatorOptions): Emulator {
  const { workDir, stateFolder } = options;
  const child = spawn(PYTHON, [path.join(ROOT, 'lib', 'local', 'emulator', 'launch.py')], {
    cwd: workDir,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...cleanEnvironment(),
      PATH: PROGRAM_PATH,
      AUTH: 'true',
      GATEWAY_PORT: String(options.port),
      TMPDIR: path.join(workDir, 'tmp'),
      STATE_DIR: stateFolder ? path.join(stateFolder, 'services') : path.join(workDir, 'state'),
      ...(stateFolder ? { PERSIST_STATE: '1', S3_PERSIST: '1', S3_DATA_DIR: path.join(stateFolder, 'objects') } : {}),
      LOG_LEVEL: process.env.SLUICE_EMULATOR_LOG ?? 'WARNING',
      MINISTACK_REGION: LOCAL_REGION,
      AWS_REGION: LOCAL_REGION,
      SAGEMAKER_UPSTREAM: options.sagemakerUrl,
      TIME_SCALE: String(options.timeScale),
      LAMBDA_ASYNC_RETRY_BASE_SECONDS: '0.2',
      LIFELINE: '1',
      PYTHONUNBUFFERED: '1',
    },
  });
  const ended = new Promise<number>((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{')) resolve();
      else console.log(line);
    });
  });
  return {
    ready,
    ended,
    async end(graceMs) {
      let forced = false;
      child.kill('SIGTERM');
      const hard = setTimeout(() => {
        forced = true;
        child.kill('SIGKILL');
      }, graceMs);
      const code = await ended;
      clearTimeout(hard);
      return !forced && code === 0;
    },
  };
}
