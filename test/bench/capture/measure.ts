/** Captured traffic read and counted, each event once, by the drift monitor's code and by DuckDB, in turns, by the CPU seconds of their whole processes. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { NODE, SLUICE_DIR } from '../../../lib/local/paths.ts';
import { runLeashed } from '../../../lib/local/process/run.ts';
import { type Measurement, summarize } from '../measure.ts';
import { Answer } from './answer.ts';
import { RECORDS, records } from './records.ts';

/** The least that is asked for, in CPU seconds of DuckDB for one of ours. */
const LEAST_RATIO = 2;

export async function measureCapture(times: number): Promise<Measurement[]> {
  const made = records();
  const [mine, duckDb] = [await bundled('ours.ts'), await bundled('duckdb.ts')];
  const ours: Answer[] = [];
  const theirs: Answer[] = [];
  for (let turn = 0; turn < times; turn++) {
    ours.push(await run(mine, made));
    theirs.push(await run(duckDb, made));
  }
  agree(ours[0], theirs[0]);
  const cpu = (answers: readonly Answer[]): number[] => answers.map((answer) => answer.cpu);
  const memory = (answers: readonly Answer[]): number[] => answers.map((answer) => answer.memory);
  const one = summarize(cpu(ours)).median;
  const about = `${RECORDS.toLocaleString('en-US')} records, ${Math.round(statSync(made.file).size / 1e6)} MB`;
  return [
    { name: `capture, ours: CPU (${about})`, unit: 's', numbers: cpu(ours) },
    { name: 'capture, ours: peak memory', unit: 'MB', numbers: memory(ours) },
    { name: 'capture, DuckDB: CPU', unit: 's', numbers: cpu(theirs) },
    { name: 'capture, DuckDB: peak memory', unit: 'MB', numbers: memory(theirs) },
    {
      name: 'capture: CPU seconds of DuckDB for one of ours',
      unit: 'times',
      numbers: cpu(theirs).map((their) => their / one),
      aim: LEAST_RATIO,
    },
  ];
}

/** Bundled, as functions are: what is compared is not the loading of many small files. */
async function bundled(script: string): Promise<string> {
  const outfile = path.join(SLUICE_DIR, 'bench', `capture-${script.replace('.ts', '.mjs')}`);
  await build({
    entryPoints: [path.join(import.meta.dirname, script)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['@duckdb/*'],
    logLevel: 'error',
  });
  return outfile;
}

async function run(script: string, { file, edges }: ReturnType<typeof records>): Promise<Answer> {
  const { code, output } = await runLeashed(NODE, [script, file, edges], { env: process.env });
  if (code !== 0) throw new Error(`${script} ended with ${code}:\n${output.slice(-2000)}`);
  const answer = Answer.parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''));
  if (answer.rows !== RECORDS) throw new Error(`${script} read ${answer.rows} of ${RECORDS} records`);
  return answer;
}

/** @throws Error where the engines do not answer the same */
function agree(ours: Answer | undefined, theirs: Answer | undefined): void {
  if (!ours || !theirs) throw new Error('nothing was measured');
  if (ours.exact !== theirs.exact) throw new Error('DuckDB does not count what we count');
  for (const [index, mean] of theirs.means.entries()) {
    const own = ours.means[index] ?? Number.NaN;
    if (!(Math.abs(mean - own) <= 1e-9 * Math.max(1, Math.abs(own))))
      throw new Error(`mean ${index} is ${own} by ours, ${mean} by DuckDB`);
  }
}
