/** What `npm run prove monitoring` tries of comparisons, at a small size, on another seed in each run. */
import { expect, it } from 'vitest';
import { clean } from '../../prove/monitoring/clean/clean.ts';
import { detection } from '../../prove/monitoring/detection/detection.ts';

const seed = Number(process.env['SLUICE_SEED']);
const units = [clean, detection].flatMap((proof) =>
  proof.units(seed, proof.leastSize ?? 1).map((unit) => [proof, unit] as const),
);

it.each(units)(`$name: %s, seed ${seed}`, async ({ run, leastSize = 1 }, unit) => {
  const { ok, detail } = await run(unit, seed, leastSize);
  expect(ok, detail).toBe(true);
});
