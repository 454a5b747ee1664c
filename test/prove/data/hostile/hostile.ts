/** Hostile uploads, each checked in a process with a limit of memory and of time. A unit is a file. */
import path from 'node:path';
import { NODE } from '../../../../lib/local/paths.ts';
import { runLeashed } from '../../../../lib/local/process/run.ts';
import type { Outcome, Proof } from '../../proof.ts';
import { random, shuffled } from '../random.ts';
import { CASES } from './cases.ts';
import { Ended } from './ended.ts';

/** What the function that checks has is four times as much. */
const HEAP_MB = 256;
const MOST_MEMORY = 512;
/** Wall clock: several times what the slowest takes on a busy core. */
const MOST_SECONDS = 120;

export const hostile: Proof = {
  name: 'hostile',
  claim: `Hostile files end with a named reason, within ${MOST_SECONDS} s and ${MOST_MEMORY} MB.`,
  counted: 'files',
  fullSize: CASES.length,
  sizeMeans: 'files',
  leastSize: 6,
  // The slow ones last: a small proof is a quick one.
  units: (seed, size) =>
    shuffled(CASES, random(seed))
      .sort((a, b) => Number(a.slow ?? false) - Number(b.slow ?? false))
      .slice(0, size)
      .map(({ name }) => name),
  run: async (unit) => judged(unit),
};

async function judged(name: string): Promise<Outcome> {
  const expected = CASES.find((each) => each.name === name);
  if (!expected) throw new Error(`there is no case ${name}`);
  const child = path.join(import.meta.dirname, 'child.ts');
  const { code, output } = await runLeashed(NODE, [`--max-old-space-size=${HEAP_MB}`, child, name], {
    env: process.env,
    endAfterSeconds: MOST_SECONDS,
  });
  if (code !== 0) return { ok: false, count: 1, detail: `ended with ${code}: ${output.slice(-600)}` };
  const { end, formulas, polluted, cpu, memory } = Ended.parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''));
  const wrong = [
    ...(expected.ends.test(end) ? [] : [`ended as "${end.slice(0, 300)}", not as ${expected.ends.source}`]),
    ...(formulas.length > 0 ? [`the rejects hold ${JSON.stringify(formulas.slice(0, 3))}`] : []),
    ...(polluted ? ['every object has a property more'] : []),
    ...(memory > MOST_MEMORY ? [`it took ${memory.toFixed(0)} MB`] : []),
  ];
  if (wrong.length > 0) return { ok: false, count: 1, detail: wrong.join('; ') };
  return { ok: true, count: 1, detail: `${cpu.toFixed(1)} CPU s, ${memory.toFixed(0)} MB` };
}
