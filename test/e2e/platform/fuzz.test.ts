/** The API as it is served, against its own document: the small form of `npm run prove -- fuzz`. */
import { randomInt } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import { fuzz } from '../../fuzz/fuzz.ts';
import { modelName } from './_journey.ts';

const seed = Number(process.env['SLUICE_SEED'] ?? randomInt(2 ** 31));

test(`answers as documented, to right and wrong requests, and keeps nothing of what it refused (seed ${seed})`, async () => {
  const { requests, failures, unaccounted, strangers } = await fuzz({
    port: inject('port'),
    platform: 'sluice',
    persona: 'DataScientist',
    seed,
    phases: ['examples', 'fuzzing'],
    examples: 3,
    model: modelName('fuzzed'),
    alone: false,
  });
  expect(failures).toBe('');
  expect(unaccounted).toEqual([]);
  expect(strangers).toEqual([]);
  expect(requests).toBeGreaterThan(80);
});
