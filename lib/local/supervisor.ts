/**
 * The process that is the local cloud: it runs the SageMaker server, starts the emulator and ends both. It lives as long
 * as the pipe on its standard input, until it is told to `stay`; then until SIGTERM.
 *
 * Arguments: one JSON object (Options). It writes one JSON line to file descriptor 3: {ready} or {failed}.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { BIN, PYTHON, ROOT } from './paths.ts';
import { dropRecord, writeRecord } from './record.ts';
import { startSageMakerServer } from './sagemaker/server.ts';
import { cleanEnvironment, LOCAL_ACCOUNT, LOCAL_REGION } from './settings.ts';

const Options = z.strictObject({
  port: z.number().int(),
  timeScale: z.number().positive(),
  record: z.boolean(),
  /** A temporary folder that is ours to remove at the end. */
  workDir: z.string(),
});
export type SupervisorOptions = z.infer<typeof Options>;

const RUNTIMES = path.join(ROOT, 'lib', 'runtimes', 'shims');
/** The emulator's own exit code for a port that is taken. */
const PORT_IN_USE = 48;

async function main(): Promise<void> {
  const options = Options.parse(JSON.parse(process.argv[2] ?? '{}'));
  const { workDir } = options;
  for (const folder of ['tmp', 'state', 'sagemaker']) mkdirSync(path.join(workDir, folder));
  const report = (message: object): void => {
    writeSync(3, `${JSON.stringify(message)}\n`);
  };

  const sagemaker = await startSageMakerServer({
    port: 0,
    emulatorUrl: `http://127.0.0.1:${options.port}`,
    region: LOCAL_REGION,
    account: LOCAL_ACCOUNT,
    workDir: path.join(workDir, 'sagemaker'),
    timeScale: options.timeScale,
    python: PYTHON,
    runtimes: {
      trainingShim: [PYTHON, path.join(RUNTIMES, 'training.py')],
      servingShim: [PYTHON, path.join(RUNTIMES, 'serving.py')],
    },
  });

  const emulator = spawn(PYTHON, [path.join(ROOT, 'lib', 'local', 'emulator', 'launch.py')], {
    cwd: workDir,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...cleanEnvironment(),
      PATH: `${BIN}${path.delimiter}${process.env.PATH ?? ''}`,
      AUTH: 'true',
      GATEWAY_PORT: String(options.port),
      TMPDIR: path.join(workDir, 'tmp'),
      STATE_DIR: path.join(workDir, 'state'),
      LOG_LEVEL: process.env.SLUICE_EMULATOR_LOG ?? 'WARNING',
      MINISTACK_REGION: LOCAL_REGION,
      AWS_REGION: LOCAL_REGION,
      SAGEMAKER_UPSTREAM: sagemaker.url,
      TIME_SCALE: String(options.timeScale),
      LAMBDA_ASYNC_RETRY_BASE_SECONDS: '0.2',
      LIFELINE: '1',
      PYTHONUNBUFFERED: '1',
    },
  });
  const emulatorEnded = new Promise<number>((resolve) => emulator.on('exit', (code) => resolve(code ?? 1)));

  let ending: Promise<void> | undefined;
  const end = (code: number): Promise<void> => {
    ending ??= (async () => {
      await sagemaker.close();
      emulator.kill('SIGTERM');
      const hard = setTimeout(() => emulator.kill('SIGKILL'), 5_000);
      await emulatorEnded;
      clearTimeout(hard);
      dropRecord(process.pid);
      rmSync(workDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
      process.exit(code);
    })();
    return ending;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));

  let staying = false;
  process.stdin.setEncoding('utf8').on('data', (text: string) => {
    if (text.includes('stay')) staying = true;
  });
  const parentGone = (): void => {
    if (!staying) void end(0);
  };
  process.stdin.on('end', parentGone).on('error', parentGone);

  createInterface({ input: emulator.stdout }).on('line', (line) => {
    if (!line.startsWith('{')) {
      console.log(line);
      return;
    }
    if (options.record) {
      writeRecord({
        v: 1,
        pid: process.pid,
        port: options.port,
        sagemakerPort: sagemaker.port,
        workDir,
        timeScale: options.timeScale,
        started: new Date().toISOString(),
      });
    }
    report({ event: 'ready', port: options.port, sagemakerPort: sagemaker.port });
  });
  const code = await emulatorEnded;
  if (!ending) {
    report({ event: 'failed', reason: code === PORT_IN_USE ? 'port-in-use' : `the emulator ended with ${code}` });
    await end(1);
  }
}

await main();
