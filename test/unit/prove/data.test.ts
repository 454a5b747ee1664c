/** Every part of `npm run prove data`, at a small size, on another seed in each run. */
import { describe, expect, it } from 'vitest';
import { partOf } from '../../prove/composed.ts';
import { data } from '../../prove/data/data.ts';

/** Per cent of the full size. */
const SIZE = 0.2;
const seed = Number(process.env['SLUICE_SEED']);

describe(`npm run prove data, seed ${seed}`, () => {
  it.for(data.units(seed, SIZE))('%s', async (unit, { skip }) => {
    const { ok, count, detail, tally = {} } = await data.run(unit, seed, SIZE);
    expect(ok, detail).toBe(true);
    // Real sets are no part of the checkout.
    const skipped = Object.keys(tally).find((word) => word.startsWith('skipped'));
    if (count === 0 && skipped) skip(skipped);
    expect(count).toBeGreaterThan(0);
  });

  it('every unit belongs to a part', () => {
    for (const unit of data.units(seed, 100)) expect(partOf(data.parts ?? [], unit).own).not.toBe('');
  });
});
