/** The same figures by SciPy, of the set-up's Python. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { PYTHON } from '../../../../lib/local/paths.ts';
import { withFolder } from '../../../bench/folder.ts';
import type { Case, Figures } from './case.ts';

const Answer = z.object({ version: z.string(), figures: z.array(z.record(z.string(), z.number())) });

/** @returns its version, and the figures of each case */
export const byScipy = (cases: readonly Case[]): Promise<{ version: string; figures: Figures[] }> =>
  withFolder(async (folder) => {
    const file = path.join(folder, 'values.f64');
    writeFileSync(file, Buffer.concat(cases.flatMap(({ baseline, now }) => [bytes(baseline), bytes(now)])));
    const { status, stdout, stderr } = spawnSync(PYTHON, [path.join(import.meta.dirname, 'scipy_figures.py')], {
      input: JSON.stringify({
        file,
        cases: cases.map(({ baseline, now, ...rest }) => ({ ...rest, n: baseline.length, m: now.length })),
      }),
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      env: { ...process.env, PYTHONIOENCODING: 'utf-8', OPENBLAS_NUM_THREADS: '1' },
    });
    if (status !== 0) throw new Error(`scipy_figures.py ended with ${status}: ${stderr.slice(-1000)}`);
    return Answer.parse(JSON.parse(stdout));
  });

const bytes = ({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
