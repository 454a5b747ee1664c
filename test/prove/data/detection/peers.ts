/** What others notice of the same files, with rules made from the same reference. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { peer } from '../peers/environment.ts';
import { CLEAN, trials } from './resample.ts';
import { table } from './tables.ts';
import { count, type Tally } from './tally.ts';

interface Judge {
  name: string;
  script: string;
  requirements: readonly string[];
}

export const PEERS: readonly Judge[] = [
  { name: 'pandera', script: 'judge_pandera.py', requirements: ['pandera==0.35.0', 'pandas<3'] },
  {
    name: 'Great Expectations',
    script: 'judge_great_expectations.py',
    requirements: ['great_expectations==1.24.1', 'pandas<3'],
  },
  { name: 'Evidently', script: 'judge_evidently.py', requirements: ['evidently==0.7.23', 'pandas<3'] },
];

/** Columns that a judge calls changed or broken; `file`: it could not read or compare the file. */
const Verdict = z.strictObject({ columns: z.array(z.string()), file: z.boolean() });

export async function peerTally(
  { name, script, requirements }: Judge,
  resamples: readonly { table: string; seed: number }[],
): Promise<{ count: number; tally: Tally }> {
  const found = await peer(`detection-${script.slice('judge_'.length, -'.py'.length)}`, requirements);
  if ('missing' in found) return { count: 0, tally: { [`skipped: ${found.missing}`]: 1 } };
  const tally: Tally = {};
  let judged = 0;
  const folder = mkdtempSync(path.join(tmpdir(), 'sluice-detection-'));
  try {
    for (const { table: of, seed } of resamples) {
      const all = trials(of, seed);
      const { target, ignore } = table(of);
      writeFileSync(path.join(folder, 'reference.csv'), all[0]?.reference ?? '');
      const files = all.map(({ current }, i) => {
        const file = path.join(folder, `${i}.csv`);
        writeFileSync(file, current);
        return file;
      });
      const verdicts = ask(found.python, script, {
        reference: path.join(folder, 'reference.csv'),
        files,
        target,
        ignore,
      });
      all.forEach(({ fault, columns }, i) => {
        const verdict = verdicts[i] ?? { columns: [], file: false };
        const any = verdict.file || verdict.columns.length > 0;
        const right =
          verdict.file || (columns.length === 0 ? any : verdict.columns.some((column) => columns.includes(column)));
        const noticed = fault === CLEAN ? any : right;
        count(tally, name, { fault, noticed, refused: noticed });
        judged += 1;
      });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { count: judged, tally };
}

function ask(python: string, script: string, job: object): z.infer<typeof Verdict>[] {
  const { status, stdout, stderr } = spawnSync(python, [path.join(import.meta.dirname, script)], {
    input: JSON.stringify(job),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: {
      ...process.env,
      DO_NOT_TRACK: '1',
      GX_ANALYTICS_ENABLED: 'false',
      PYTHONWARNINGS: 'ignore',
      PYTHONIOENCODING: 'utf-8',
    },
  });
  if (status !== 0) throw new Error(`${script} ended with ${status}: ${stderr.slice(-1000)}`);
  return z.array(Verdict).parse(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''));
}
