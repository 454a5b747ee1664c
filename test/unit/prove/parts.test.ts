/** Proofs that are made of proofs, and units that run beside each other. */
import { expect, it } from 'vitest';
import { composed, partOf } from '../../prove/composed.ts';
import { data } from '../../prove/data/data.ts';
import { section } from '../../prove/document.ts';
import { monitoring } from '../../prove/monitoring/monitoring.ts';
import type { Done } from '../../prove/progress.ts';
import type { Proof } from '../../prove/proof.ts';
import { runUnits } from '../../prove/run-units.ts';

const part = (name: string, more: Partial<Proof> = {}): Proof => ({
  name,
  claim: `${name} is right.`,
  counted: 'tries',
  fullSize: 200,
  sizeMeans: 'tries',
  units: (_, size) => [`all ${size}`],
  run: async (unit) => ({ ok: true, count: 3, tally: { [`of ${unit}`]: 2 } }),
  ...more,
});
const whole = composed({ name: 'whole', claim: 'All is right.' }, [part('one'), part('two', { leastSize: 50 })]);

async function ran(proof: Proof, units: readonly string[]): Promise<Done[]> {
  const done: Done[] = [];
  await runUnits(proof, units, { seed: 7, size: 1 }, (one) => done.push(one));
  return done;
}

it('each part has its share of the size, but not less than its least', () => {
  expect(whole.units(7, 1)).toEqual(['one: all 2', 'two: all 50']);
  expect(whole.units(7, 100)).toEqual(['one: all 200', 'two: all 200']);
});

it('every unit of monitoring belongs to a part', () => {
  for (const size of [1, 100])
    for (const unit of monitoring.units(7, size)) expect(partOf(monitoring.parts ?? [], unit).own).not.toBe('');
});

it('the document tells each part by itself, also one that was not tried', async () => {
  const done = await ran(whole, ['one: all 2']);
  const text = section(
    whole,
    { name: 'whole', commit: 'abc1234', seed: 7, size: 1, done },
    2,
    '2026-11-21T12:00:00.000Z',
  );
  expect(text).toContain('### one: holds\n\none is right.\n\nTried: 3 tries in 1 unit,');
  expect(text).toContain('- of all 2: 2');
  expect(text).toContain('### two: not tried');
  expect(text).toContain('FALLS SHORT: 1 of 2 units, 1 not tried');
});

it('a unit that throws has fallen short, and the others are tried', async () => {
  const run: Proof['run'] = async (unit) => {
    if (unit === 'a') throw new Error('lost');
    return { ok: true, count: 1 };
  };
  const done = await ran(part('one', { run }), ['a', 'b']);
  expect(done.map(({ unit, ok }) => [unit, ok])).toEqual([
    ['a', false],
    ['b', true],
  ]);
  expect(done[0]?.detail).toContain('lost');
});

it('a unit in a process of its own comes to what it comes to here', async () => {
  const unit = 'json-lines: files 0 to 19';
  const [done] = await ran(data, [unit]);
  expect(done).toMatchObject(await data.run(unit, 7, 1));
  const [failed] = await ran(data, ['json-lines: nothing of this name']);
  expect(failed).toMatchObject({ ok: false, detail: expect.stringContaining('there is no unit nothing of this name') });
});
