/**
 * The process that is the local cloud: it runs the SageMaker server, starts the emulator and ends both. It lives as long
 * as the pipe on its standard input, until it is told to `stay`; then until SIGTERM.
 *
 * Arguments: one JSON object (Options). It writes one JSON line to file descriptor 3: {ready} or {failed}.
 */
import { mkdirSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { startBehind } from './behind/start.ts';
import { EMULATOR_EXIT, startEmulator } from './emulator/start.ts';
import { noteNotKept } from './instances/kept.ts';
import { claimInstance, dropInstance, type InstanceRecord, InstanceRuns, updateInstance } from './instances/record.ts';
import { type StateKeeper, stateKeeper } from './instances/state-keeper.ts';
import { PYTHON, ROOT } from './paths.ts';
import { startOf } from './process/identity.ts';
import { startSageMakerServer } from './sagemaker/server.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from './settings.ts';

const Options = z.strictObject({
  port: z.number().int(),
  timeScale: z.number().positive(),
  /** Its name, when it is written down for the command line of this checkout. */
  instance: z.string().optional(),
  /** What it holds outlives an orderly end. Needs a name. */
  keepState: z.boolean(),
  /** Another endpoint that does everything but SageMaker; absent: our emulator. Keeps its state itself. */
  behind: z.string().optional(),
  /** A temporary folder that is ours to remove at the end. */
  workDir: z.string(),
});
export type SupervisorOptions = z.infer<typeof Options>;

const RUNTIMES = path.join(ROOT, 'lib', 'runtimes', 'shims');
const EMULATOR_GRACE_MS = 5_000;
/** Writing state takes longer than ending. */
const SAVING_GRACE_MS = 60_000;

/** Why it did not come up, for the one who started it; `code` where that one does something about it. */
class NotStarted extends Error {
  readonly code: 'port-in-use' | 'instance-runs' | 'state-unreadable' | 'fault';
  constructor(code: NotStarted['code'], message: string) {
    super(message);
    this.code = code;
  }
}

const report = (message: object): void => {
  writeSync(3, `${JSON.stringify(message)}\n`);
};

function claim(options: SupervisorOptions): InstanceRecord | undefined {
  const { instance: name, port, timeScale, workDir, keepState: keepsState, behind } = options;
  if (name === undefined) return undefined;
  const { pid } = process;
  const started = new Date().toISOString();
  const processStart = startOf(pid) ?? '';
  const record: InstanceRecord = {
    v: 2,
    name,
    pid,
    processStart,
    port,
    workDir,
    timeScale,
    started,
    ready: false,
    keepsState,
    ...(behind ? { behind } : {}),
  };
  try {
    claimInstance(record);
  } catch (error) {
    throw error instanceof InstanceRuns ? new NotStarted('instance-runs', error.message) : error;
  }
  return record;
}

async function main(options: SupervisorOptions): Promise<void> {
  const { workDir, port } = options;
  const record = claim(options);
  const keeper: StateKeeper | undefined = record && options.keepState ? stateKeeper(record) : undefined;
  for (const folder of ['tmp', 'state', 'sagemaker']) mkdirSync(path.join(workDir, folder));

  const sagemaker = await startSageMakerServer({
    port: 0,
    emulatorUrl: options.behind ?? `http://127.0.0.1:${port}`,
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
  const emulator = options.behind
    ? startBehind({ endpoint: options.behind, port, sagemakerUrl: sagemaker.url })
    : startEmulator({
        port,
        workDir,
        timeScale: options.timeScale,
        sagemakerUrl: sagemaker.url,
        ...(keeper ? { stateFolder: keeper.folder } : {}),
      });

  let ready = false;
  let ending: Promise<void> | undefined;
  const end = (code: number): Promise<void> => {
    ending ??= (async () => {
      // Only what came up whole is kept: before that it would be less than what there was.
      const keep = ready && code === 0 ? keeper : undefined;
      const settled = keep?.settle(sagemaker);
      await settled?.catch(() => {});
      await sagemaker.close();
      const inOrder = await emulator.end(keep ? SAVING_GRACE_MS : EMULATOR_GRACE_MS);
      if (keep && record) {
        try {
          await settled;
          if (!inOrder) throw new Error('the emulator did not end in order');
          keep.commit();
        } catch (error) {
          noteNotKept(record.name, error instanceof Error ? error.message : String(error));
        }
      }
      if (record) dropInstance(record.name, process.pid);
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

  const early = await Promise.race([emulator.ready, emulator.ended]);
  if (early === undefined) {
    const restored = await keeper?.restore(sagemaker);
    ready = true;
    if (record) updateInstance({ ...record, sagemakerPort: sagemaker.port, ready });
    report({ event: 'ready', port, sagemakerPort: sagemaker.port, ...(restored ? { restored } : {}) });
  }
  const code = await emulator.ended;
  if (ending) return;
  report({ event: 'failed', ...whyEnded(code) });
  await end(1);
}

function whyEnded(code: number): { code: NotStarted['code']; reason: string } {
  if (code === EMULATOR_EXIT.portInUse) return { code: 'port-in-use', reason: 'its port is in use' };
  if (code === EMULATOR_EXIT.stateUnreadable)
    return { code: 'state-unreadable', reason: 'the state that was kept cannot be read' };
  return { code: 'fault', reason: `the emulator ended with ${code}` };
}

const options = Options.parse(JSON.parse(process.argv[2] ?? '{}'));
try {
  await main(options);
} catch (error) {
  console.error(error);
  const code = error instanceof NotStarted ? error.code : 'fault';
  report({ event: 'failed', code, reason: error instanceof Error ? error.message : String(error) });
  if (options.instance !== undefined) dropInstance(options.instance, process.pid);
  process.exit(1);
}
