/** The demo, again and again. A unit is one run of it. */
import path from 'node:path';
import { NODE, ROOT } from '../../lib/local/paths.ts';
import { runLeashed } from '../../lib/local/process/run.ts';
import type { Proof } from './proof.ts';

const LAST_LINES = 15;

export const demo: Proof = {
  name: 'demo',
  claim: 'The demo, whose outcomes are checked step by step, passes every time.',
  counted: 'passed demos',
  fullSize: 5,
  sizeMeans: 'runs in a row',
  units: (_, times) => Array.from({ length: times }, (_each, i) => `run ${i + 1}`),
  run: async () => {
    const { code, output } = await runLeashed(NODE, [path.join(ROOT, 'bin', 'run.mjs'), 'demo'], { env: process.env });
    if (code === 0) return { ok: true, count: 1 };
    return {
      ok: false,
      count: 0,
      detail: `exit code ${code}\n${output.trim().split('\n').slice(-LAST_LINES).join('\n')}`,
    };
  },
};
