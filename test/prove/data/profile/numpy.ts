/** The figures of a file by NumPy. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import * as z from 'zod';
import { PYTHON } from '../../../../lib/local/paths.ts';
import { TheirColumn } from './their-column.ts';

export function byNumpy(
  file: string,
  delimiter: string,
  columns: readonly { name: string; type: string; edges: readonly number[] }[],
): TheirColumn[] {
  const script = path.join(import.meta.dirname, 'numpy_profile.py');
  const { status, stdout, stderr } = spawnSync(PYTHON, [script], {
    input: JSON.stringify({ file, delimiter, columns }),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, PYTHONIOENCODING: 'utf-8', OPENBLAS_NUM_THREADS: '1' },
  });
  if (status !== 0) throw new Error(`numpy_profile.py ended with ${status}: ${stderr.slice(-1000)}`);
  return z.array(TheirColumn).parse(JSON.parse(stdout));
}
