/**
 * "Profile with contract": our engine and others on one table, in turns, by the CPU seconds of their whole processes. The
 * answers are compared: exact figures must be equal, moments to nine digits.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { NODE, SLUICE_DIR } from '../../../lib/local/paths.ts';
import { runLeashed } from '../../../lib/local/process/run.ts';
import { peer } from '../../prove/data/peers/environment.ts';
import { type Measurement, summarize } from '../measure.ts';
import { Answer } from './answer.ts';
import { type Form, QUANTILES, READINGS } from './duckdb-sql.ts';
import { CATEGORIES, megabytes, NUMBERS, ROWS, table } from './table.ts';

const HERE = import.meta.dirname;
/** Copies of the table in the file on which memory is watched: about 2 GB. */
const COPIES = 12;
const MOST_MEMORY = 128;
/** The least that is asked for, in CPU seconds of DuckDB for one of ours. */
const LEAST_RATIO = 2.5;
/** What the others need on Python 3.11 to 3.13. */
const PANDERA = ['pandera[pandas]==0.35.0', 'pandas==2.3.3'];
const WHYLOGS = ['whylogs==1.6.4', 'pandas==2.3.3', 'numpy==1.26.4'];
const SLOW_TIMES = 1;

interface Engine {
  name: string;
  command: string;
  args: string[];
  /** Most times it is run. */
  most: number;
  answers: Answer[];
}

export async function measureData(times: number): Promise<Measurement[]> {
  const file = table();
  const bundled = bundle('ours');
  const database = bundle('duckdb');
  const ours = engine('ours', NODE, [bundled, file, 'profile']);
  const upload = engine('a whole upload, by ours', NODE, [bundled, file, 'upload']);
  const rivals = [await fastestDuckDb(database, file), ...(await pythons(file))];
  for (let turn = 0; turn < times; turn++)
    for (const each of [ours, ...rivals, upload]) if (turn < each.most) each.answers.push(await run(each, ROWS));
  for (const each of [...rivals, upload]) agree(ours, each);

  const about = `${ROWS.toLocaleString('en-US')} x ${NUMBERS.length + CATEGORIES.length}, ${megabytes(file).toFixed(0)} MB`;
  const cpu = ({ answers }: Engine): number[] => answers.map((answer) => answer.cpu);
  const memory = ({ answers }: Engine): number[] => answers.map((answer) => answer.memory);
  const one = summarize(cpu(ours)).median;
  return [
    { name: `ours: CPU (${about})`, unit: 's', numbers: cpu(ours) },
    { name: 'ours: peak memory', unit: 'MB', numbers: memory(ours), aim: MOST_MEMORY },
    { name: `${upload.name}, with digest, split and files: CPU`, unit: 's', numbers: cpu(upload) },
    ...rivals.flatMap((each, i): Measurement[] => [
      { name: `${each.name}: CPU`, unit: 's', numbers: cpu(each) },
      { name: `${each.name}: peak memory`, unit: 'MB', numbers: memory(each) },
      {
        name: `CPU seconds of ${each.name} for one of ours`,
        unit: 'times',
        numbers: cpu(each).map((their) => their / one),
        ...(i === 0 ? { aim: LEAST_RATIO } : {}),
      },
    ]),
    await memoryOfLarge(bundled),
  ];
}

/** A process as functions are deployed: one file of JavaScript, so that loading modules and reading TypeScript is no part of the time. */
function bundle(name: 'ours' | 'duckdb'): string {
  const outfile = path.join(SLUICE_DIR, 'bench', `${name}.mjs`);
  buildSync({
    entryPoints: [path.join(HERE, `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    external: ['@duckdb/*'],
    logLevel: 'error',
  });
  return outfile;
}

const engine = (name: string, command: string, args: string[], most = Number.POSITIVE_INFINITY): Engine => ({
  name,
  command,
  args,
  most,
  answers: [],
});

/** Every form of the statement once; the rival is the one that took least. */
async function fastestDuckDb(script: string, file: string): Promise<Engine> {
  let best: { form: Form; cpu: number } | undefined;
  for (const reading of READINGS) {
    for (const quantiles of QUANTILES) {
      const { cpu } = await run(duckDb(script, file, { reading, quantiles }), ROWS);
      console.error(`DuckDB, ${reading}, quantiles by ${quantiles}: ${cpu.toFixed(2)} CPU s`);
      if (!best || cpu < best.cpu) best = { form: { reading, quantiles }, cpu };
    }
  }
  if (!best) throw new Error('there is no form of the statement');
  return duckDb(script, file, best.form);
}

const duckDb = (script: string, file: string, { reading, quantiles }: Form): Engine =>
  engine(`DuckDB (${reading}, ${quantiles})`, NODE, [script, file, reading, quantiles]);

async function pythons(file: string): Promise<Engine[]> {
  const contract = path.join(SLUICE_DIR, 'bench', 'contract.json');
  mkdirSync(path.dirname(contract), { recursive: true });
  const numbers = NUMBERS.map(({ name, whole, min, max }) => ({ name, whole, min, max }));
  const categories = CATEGORIES.map(({ name, levels, listed }) => ({ name, ...(listed ? { values: levels } : {}) }));
  writeFileSync(contract, JSON.stringify({ numbers, categories }));
  const engines: Engine[] = [];
  for (const [name, requirements] of [['pandera', PANDERA] as const, ['whylogs', WHYLOGS] as const]) {
    const made = await peer(name, requirements);
    if ('missing' in made) console.error(`skipped: ${made.missing}`);
    else {
      const args = [path.join(HERE, 'peers.py'), name, file, contract];
      engines.push(engine(name, made.python, args, name === 'whylogs' ? SLOW_TIMES : undefined));
    }
  }
  return engines;
}

async function run({ name, command, args }: Pick<Engine, 'name' | 'command' | 'args'>, rows: number): Promise<Answer> {
  // One thread each: CPU seconds are compared, not cores.
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  const { code, output } = await runLeashed(command, args, { env });
  const said = output.trim().split('\n').at(-1) ?? '';
  if (code !== 0) throw new Error(`${name} ended with ${code}:\n${output.slice(-2000)}`);
  const answer = Answer.parse(JSON.parse(said));
  if (answer.rows !== rows) throw new Error(`${name} read ${answer.rows} of ${rows} rows`);
  return answer;
}

/** @throws Error where two engines do not answer the same */
function agree(ours: Engine, theirs: Engine): void {
  const [mine, other] = [ours.answers[0], theirs.answers[0]];
  if (!mine || !other) throw new Error('nothing was measured');
  if (other.exact !== undefined && other.exact !== mine.exact)
    throw new Error(`${theirs.name} does not count what we count`);
  other.moments.forEach((value, index) => {
    const own = mine.moments[index] ?? Number.NaN;
    if (!(Math.abs(value - own) <= 1e-9 * Math.max(1, Math.abs(own))))
      throw new Error(`moment ${index} is ${own} by ours, ${value} by ${theirs.name}`);
  });
}

/** Peak memory on a file that is made for it and goes with it. */
async function memoryOfLarge(bundled: string): Promise<Measurement> {
  const file = table(COPIES);
  try {
    const answer = await run(engine('ours', NODE, [bundled, file, 'upload']), ROWS * COPIES);
    const name = `a whole upload: peak memory at ${(megabytes(file) / 1000).toFixed(1)} GB`;
    return { name, unit: 'MB', numbers: [answer.memory], aim: MOST_MEMORY };
  } finally {
    rmSync(file, { force: true });
  }
}
