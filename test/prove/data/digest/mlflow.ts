/** MLflow's dataset digest on the same changes, in a Python of its own. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import * as z from 'zod';
import type { Outcome } from '../../proof.ts';
import { peer } from '../peers/environment.ts';
import type { Case } from './digest.ts';
import { csvOf, type Table } from './table.ts';

const VERSION = '3.17.2';
export const MLFLOW = `MLflow ${VERSION}`;
const REQUIREMENTS = [`mlflow-skinny==${VERSION}`, 'pandas==2.3.3'];

/** Whether the digest of each changed table is another one. */
const Noticed = z.array(z.boolean());

/** Nothing of ours is tried, and it need not notice: what it misses is counted, by kind. */
export async function besideMlflow(cases: readonly Case[]): Promise<Outcome> {
  const found = await peer('mlflow', REQUIREMENTS);
  if ('missing' in found) return { ok: true, count: 0, tally: { [`skipped: ${found.missing}`]: 1 } };
  const lines = cases.map(({ table, changes }) =>
    JSON.stringify({ table: given(table), changes: changes.map(({ table: changed }) => given(changed)) }),
  );
  const { status, stdout, stderr } = spawnSync(found.python, [path.join(import.meta.dirname, 'mlflow_digest.py')], {
    input: `${lines.join('\n')}\n`,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, PYTHONIOENCODING: 'utf-8', MLFLOW_DISABLE_TELEMETRY: 'true', DO_NOT_TRACK: 'true' },
  });
  if (status !== 0) throw new Error(`mlflow_digest.py ended with ${status}: ${stderr.slice(-1000)}`);
  const tally: Record<string, number> = {};
  for (const [index, line] of stdout.trimEnd().split('\n').entries()) {
    for (const [change, noticed] of Noticed.parse(JSON.parse(line)).entries()) {
      const kind = cases[index]?.changes[change]?.kind ?? 'unknown';
      const name = `${MLFLOW} ${noticed ? 'notices' : 'misses'} of ${kind}`;
      tally[name] = (tally[name] ?? 0) + 1;
    }
  }
  return { ok: true, count: 0, tally };
}

const given = (table: Table) => ({
  csv: csvOf(table),
  types: Object.fromEntries(table.columns.map(({ name, type }) => [name, type])),
});
