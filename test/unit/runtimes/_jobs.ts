import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cleanEnvironment, python, root } from './_python.ts';

const shim = join(root, 'lib/runtimes/shims/training.py');

/** What CreateTrainingJob would say of a job, as far as the container contract carries it. */
export type JobSpec = {
  /** Folder whose content becomes the channel `code`. */
  code: string;
  hyperparameters?: Record<string, string>;
  /** Channel name -> file name -> content. */
  channels?: Record<string, Record<string, string>>;
};

export type Schema = {
  v: 1;
  task: string;
  columns: { name: string; type: string; values?: string[] }[];
  target: { name: string; type: string; labels?: string[] };
};

/** The channels of a dataset in the form that the pipeline's check step writes. */
export function datasetChannels(
  schema: Schema,
  features: string[],
  labels: string[],
): NonNullable<JobSpec['channels']> {
  const text = (lines: string[]) => lines.map((line) => `${line}\n`).join('');
  return {
    train: { 'features.csv': text(features), 'labels.csv': text(labels) },
    schema: { 'schema.json': JSON.stringify(schema) },
  };
}

/** Lays out the base directory of a training job. */
export async function writeJob(base: string, spec: JobSpec): Promise<string> {
  const config = join(base, 'input/config');
  await mkdir(config, { recursive: true });
  await cp(spec.code, join(base, 'input/data/code'), { recursive: true });
  for (const [channel, files] of Object.entries(spec.channels ?? {})) {
    await mkdir(join(base, 'input/data', channel), { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(base, 'input/data', channel, name), content);
    }
  }
  const channels = ['code', ...Object.keys(spec.channels ?? {})];
  const documents = {
    'hyperparameters.json': {
      sagemaker_program: 'train.py',
      sagemaker_submit_directory: '/opt/ml/input/data/code',
      ...spec.hyperparameters,
    },
    'inputdataconfig.json': Object.fromEntries(channels.map((name) => [name, { TrainingInputMode: 'File' }])),
    'resourceconfig.json': { current_host: 'algo-1', hosts: ['algo-1'], network_interface_name: 'eth0' },
  };
  for (const [name, document] of Object.entries(documents)) {
    await writeFile(join(config, name), JSON.stringify(document));
  }
  return base;
}

/** Starts the training shim on a job; with `lifeline` its stdin is a pipe whose end ends it. */
export function startTraining(base: string, lifeline = false): ChildProcess {
  const env = { ...cleanEnvironment, SAGEMAKER_BASE_DIR: base, ...(lifeline ? { LIFELINE: '1' } : {}) };
  return spawn(python, [shim], { env, stdio: [lifeline ? 'pipe' : 'ignore', 'pipe', 'pipe'] });
}

export type Ended = { code: number | null; signal: string | null; stdout: string; stderr: string };

/** Waits for a child's end and gathers its output. */
export function ended(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((done) => {
    child.on('close', (code, signal) => done({ code, signal, stdout, stderr }));
  });
}

/** Runs a training job to its end. */
export async function train(base: string, spec: JobSpec): Promise<Ended> {
  return ended(startTraining(await writeJob(base, spec)));
}

/** The job's reason of failure. */
export const failureOf = (base: string): Promise<string> => readFile(join(base, 'output/failure'), 'utf8');
