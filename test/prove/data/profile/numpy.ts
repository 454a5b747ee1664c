/** The figures of a file by NumPy. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import * as z from 'zod';
import { PYTHON } from '../../../../lib/local/paths.ts';

const Column = z.object({
  count: z.number(),
  nulls: z.number(),
  min: z.number().optional(),
  max: z.number().optional(),
  mean: z.number().optional(),
  sd: z.number().nullish(),
  quartiles: z.array(z.number()).optional(),
  distinct: z.number().optional(),
  zeros: z.number().optional(),
  negatives: z.number().optional(),
  whole: z.number().optional(),
  /** Values below each edge, and at or below it. */
  below: z.array(z.number()).optional(),
  atMost: z.array(z.number()).optional(),
  levels: z.record(z.string(), z.number()).optional(),
});
export type NumpyColumn = z.infer<typeof Column>;

export function byNumpy(
  file: string,
  delimiter: string,
  columns: readonly { name: string; type: string; edges: readonly number[] }[],
): NumpyColumn[] {
  const script = path.join(import.meta.dirname, 'numpy_profile.py');
  const { status, stdout, stderr } = spawnSync(PYTHON, [script], {
    input: JSON.stringify({ file, delimiter, columns }),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, PYTHONIOENCODING: 'utf-8', OPENBLAS_NUM_THREADS: '1' },
  });
  if (status !== 0) throw new Error(`numpy_profile.py ended with ${status}: ${stderr.slice(-1000)}`);
  return z.array(Column).parse(JSON.parse(stdout));
}
