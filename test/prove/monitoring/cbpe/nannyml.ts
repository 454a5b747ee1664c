/** NannyML's estimates of its own sample data, made in a Python of its own. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { peer } from '../../data/peers/environment.ts';
import { type Sample, sampleOf } from './sample.ts';

/**
 * What `import nannyml` needs, and no more: all that it declares is three times as large. It does not declare statsmodels,
 * and pandas must be below 3.
 */
export const NANNYML: readonly string[] = [
  '--no-deps',
  ...readFileSync(path.join(import.meta.dirname, 'requirements.txt'), 'utf8')
    .trim()
    .split('\n'),
];

/** Three data sets of 50,000 to 70,000 rows, or why there are none. */
export async function byNannyml(): Promise<Sample[] | { missing: string }> {
  const found = await peer('nannyml', NANNYML);
  if ('missing' in found) return found;
  const { status, stdout, stderr } = spawnSync(
    found.python,
    ['-W', 'ignore', path.join(import.meta.dirname, 'nannyml_cbpe.py')],
    {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      env: { ...process.env, PYTHONIOENCODING: 'utf-8', NML_DISABLE_USAGE_LOGGING: '1', DO_NOT_TRACK: '1' },
    },
  );
  if (status !== 0) throw new Error(`nannyml_cbpe.py ended with ${status}: ${stderr.slice(-1000)}`);
  return stdout.trimEnd().split('\n').map(sampleOf);
}
