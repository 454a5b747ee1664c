/** Two large files compared to the report, by us and by others, in turns, by the CPU seconds of their whole processes. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { NODE, ROOT, SLUICE_DIR } from '../../../lib/local/paths.ts';
import { runLeashed } from '../../../lib/local/process/run.ts';
import { peer } from '../../prove/data/peers/environment.ts';
import { megabytes, ROWS } from '../data/table.ts';
import { type Measurement, summarize } from '../measure.ts';
import { Answer } from './answer.ts';
import { measureCost } from './cost.ts';
import { files, PLANTED } from './files.ts';

const MOST_MEMORY = 128;
interface Judge {
  name: string;
  short: string;
  /** Name of its environment. */
  home: string;
  requirements: readonly string[];
  /** CPU seconds for one of ours: what is asked for. */
  aim?: number;
}
/** What `import nannyml` needs, and no more: the environment is that of the proof of estimated performance. */
const NANNYML = readFileSync(
  path.join(import.meta.dirname, '..', '..', 'prove', 'monitoring', 'cbpe', 'requirements.txt'),
  'utf8',
)
  .trim()
  .split('\n');
/** Pinned to what works from a fresh install. */
const JUDGES: readonly Judge[] = [
  {
    name: 'pandas with SciPy',
    short: 'scipy',
    home: 'drift-scipy',
    requirements: ['numpy==2.4.6', 'pandas==2.3.3', 'scipy==1.17.1'],
  },
  {
    name: 'Evidently',
    short: 'evidently',
    home: 'drift-evidently',
    requirements: ['evidently==0.7.23', 'pandas<3'],
    aim: 100,
  },
  { name: 'NannyML', short: 'nannyml', home: 'nannyml', requirements: ['--no-deps', ...NANNYML], aim: 30 },
];
/** The others take minutes a run. */
const THEIR_TIMES = 1;

export async function measureDrift(times: number): Promise<Measurement[]> {
  const { before, now } = files();
  const script = bundled('ours');
  const ours: Answer[] = [];
  const stored: Answer[] = [];
  const profile = storedProfile(before);
  for (let turn = 0; turn < times; turn++) {
    ours.push(await judged('ours', NODE, [script, before, now]));
    stored.push(await judged('ours', NODE, [script, profile, now]));
  }
  for (const { called } of [...ours, ...stored])
    if (called.join() !== PLANTED.join())
      throw new Error(`ours called ${called.join(', ')}, not ${PLANTED.join(', ')}`);
  const one = summarize(ours.map(({ cpu }) => cpu)).median;
  const about = `2 x ${ROWS.toLocaleString('en-US')} x 25, ${(megabytes(before) + megabytes(now)).toFixed(0)} MB`;
  return [
    { name: `drift, ours: CPU (${about})`, unit: 's', numbers: ours.map(({ cpu }) => cpu) },
    { name: 'drift, ours: peak memory', unit: 'MB', numbers: ours.map(({ memory }) => memory), aim: MOST_MEMORY },
    { name: 'drift, ours, with a stored profile: CPU', unit: 's', numbers: stored.map(({ cpu }) => cpu) },
    {
      name: 'drift, ours, with a stored profile: peak memory',
      unit: 'MB',
      numbers: stored.map(({ memory }) => memory),
      aim: MOST_MEMORY,
    },
    ...(await measureCost(times, (args) => run('the drift function', NODE, [bundled('window'), ...args]))),
    ...(await others(Math.min(times, THEIR_TIMES), { before, now, one })),
  ];
}

async function others(
  times: number,
  { before, now, one }: { before: string; now: string; one: number },
): Promise<Measurement[]> {
  const measured: Measurement[] = [];
  for (const { name, short, home, requirements, aim } of JUDGES) {
    const found = await peer(home, requirements);
    if ('missing' in found) {
      console.error(`skipped: ${found.missing}`);
      continue;
    }
    const answers: Answer[] = [];
    for (let turn = 0; turn < times; turn++)
      answers.push(await judged(name, found.python, [path.join(import.meta.dirname, 'peers.py'), short, before, now]));
    console.error(`${name} called ${answers[0]?.called.join(', ') || 'nothing'}`);
    measured.push(
      { name: `drift, ${name}: CPU`, unit: 's', numbers: answers.map(({ cpu }) => cpu) },
      { name: `drift, ${name}: peak memory`, unit: 'MB', numbers: answers.map(({ memory }) => memory) },
      {
        name: `drift: CPU seconds of ${name} for one of ours`,
        unit: 'times',
        numbers: answers.map(({ cpu }) => cpu / one),
        ...(aim === undefined ? {} : { aim }),
      },
    );
  }
  return measured;
}

/** As a person writes it down once. */
function storedProfile(file: string): string {
  const profile = `${file}.profile.json`;
  if (existsSync(profile)) return profile;
  const { status, stdout, stderr } = spawnSync(
    NODE,
    [path.join(ROOT, 'bin', 'sluice.mjs'), 'data', 'profile', file, '--json'],
    { encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  if (status !== 0) throw new Error(`no profile: ${stderr}`);
  writeFileSync(profile, stdout);
  return profile;
}

/** Bundled, as functions are: what is compared is not the loading of many small files. */
function bundled(script: string): string {
  const outfile = path.join(SLUICE_DIR, 'bench', `drift-${script}.mjs`);
  buildSync({
    entryPoints: [path.join(import.meta.dirname, `${script}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    logLevel: 'error',
  });
  return outfile;
}

/** Of two files: all of their rows are read. */
async function judged(name: string, command: string, args: string[]): Promise<Answer> {
  const answer = await run(name, command, args);
  if (answer.rows !== ROWS) throw new Error(`${name} read ${answer.rows} of ${ROWS} rows`);
  return answer;
}

async function run(name: string, command: string, args: string[]): Promise<Answer> {
  // One thread each: CPU seconds are compared, not cores.
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  const { code, output } = await runLeashed(command, args, { env });
  if (code !== 0) throw new Error(`${name} ended with ${code}:\n${output.slice(-2000)}`);
  const answer = Answer.parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''));
  return answer;
}
