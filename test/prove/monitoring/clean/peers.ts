/** What other judges call of the same clean pairs, with their defaults, each in a Python of its own. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { csvWriter } from '../../../../lib/core/data/write-csv.ts';
import { withFolder } from '../../../bench/folder.ts';
import { peer } from '../../data/peers/environment.ts';
import { NANNYML } from '../cbpe/nannyml.ts';
import type { Pair } from './tables.ts';

interface Judge {
  readonly name: string;
  readonly called: string;
  readonly environment: string;
  readonly requirements: readonly string[];
}

const ALIBI_DETECT = readFileSync(path.join(import.meta.dirname, 'alibi-detect.txt'), 'utf8')
  .trim()
  .split('\n');

export const JUDGES: readonly Judge[] = [
  {
    name: 'Evidently 0.7.23',
    called: 'evidently',
    environment: 'detection-evidently',
    requirements: ['evidently==0.7.23', 'pandas<3'],
  },
  { name: 'NannyML 0.13.1', called: 'nannyml', environment: 'nannyml', requirements: NANNYML },
  {
    name: 'alibi-detect 0.13.0, Bonferroni',
    called: 'alibi-detect',
    environment: 'alibi-detect',
    // All that it declares, without what it may use beside.
    requirements: ['--no-deps', ...ALIBI_DETECT],
  },
];

const Verdicts = z.array(z.strictObject({ columns: z.array(z.string()), broke: z.string().optional() }));
type Verdict = z.infer<typeof Verdicts>[number];

/** @returns a verdict for each pair, or why there are none */
export async function judgedBy(judge: Judge, pairs: readonly Pair[]): Promise<Verdict[] | { missing: string }> {
  const found = await peer(judge.environment, judge.requirements);
  if ('missing' in found) return found;
  return withFolder(async (folder) => {
    const files = pairs.map(({ header, before, now }, i) =>
      [before, now].map((rows, side) => {
        const writer = csvWriter();
        const file = path.join(folder, `${i}-${side}.csv`);
        writeFileSync(file, [header, ...rows].map((row) => writer.line(row)).join(''));
        return file;
      }),
    );
    const script = path.join(import.meta.dirname, 'judge_pairs.py');
    const { status, stdout, stderr } = spawnSync(found.python, ['-W', 'ignore', script, judge.called], {
      input: JSON.stringify(files),
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
      env: { ...process.env, DO_NOT_TRACK: '1', NML_DISABLE_USAGE_LOGGING: '1', PYTHONIOENCODING: 'utf-8' },
    });
    if (status !== 0) throw new Error(`${judge.name} ended with ${status}: ${stderr.slice(-1000)}`);
    return Verdicts.parse(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''));
  });
}
