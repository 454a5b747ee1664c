/** Runs the units of a proof in order: one by one in this process, or some at once in processes of their own. */
import path from 'node:path';
import { NODE } from '../../lib/local/paths.ts';
import { runLeashed } from '../../lib/local/process/run.ts';
import { type Done, ToldOutcome } from './progress.ts';
import type { Outcome, Proof } from './proof.ts';

interface Size {
  seed: number;
  size: number;
}

/** @param onDone is told of each unit as it ends */
export async function runUnits(
  proof: Proof,
  units: readonly string[],
  size: Size,
  onDone: (done: Done) => void,
): Promise<void> {
  const { atOnce } = proof;
  const running = new Set<Promise<void>>();
  for (const unit of units) {
    if (proof.concludes?.(unit)) await Promise.all(running);
    else if (running.size >= (atOnce ?? 1)) await Promise.race(running);
    const began = performance.now();
    const one = tried(() => (atOnce ? apart(proof, unit, size) : proof.run(unit, size.seed, size.size))).then(
      (outcome) => {
        running.delete(one);
        onDone({ unit, ...outcome, seconds: (performance.now() - began) / 1000 });
      },
    );
    running.add(one);
  }
  await Promise.all(running);
}

async function tried(run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await run();
  } catch (error) {
    return { ok: false, count: 0, detail: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

async function apart({ name }: Proof, unit: string, { seed, size }: Size): Promise<Outcome> {
  const script = path.join(import.meta.dirname, 'unit.ts');
  const { code, output } = await runLeashed(NODE, [script, name, unit, String(seed), String(size)], {
    env: process.env,
  });
  if (code !== 0) throw new Error(`its process ended with ${code}:\n${output.slice(-2000)}`);
  const { ok, count, detail, tally } = ToldOutcome.parse(JSON.parse(output.trimEnd().split('\n').at(-1) ?? ''));
  return { ok, count, ...(detail === undefined ? {} : { detail }), ...(tally ? { tally } : {}) };
}
