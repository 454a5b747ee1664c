/** The bookkeeping of `npm run prove` and `npm run bench`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { summarize } from '../../bench/measure.ts';
import { HEAD, section, withSection } from '../../prove/document.ts';
import { kill } from '../../prove/kill.ts';
import { forgetProgress, type Progress, readProgress, writeProgress } from '../../prove/progress.ts';
import { properties } from '../../prove/properties.ts';

const progress = (done: Progress['done']): Progress => ({ name: 'kill', commit: 'abc1234', seed: 7, size: 2, done });
const ok = { unit: 'SIGKILL after 3.0 s', ok: true, count: 1, seconds: 4 };
const bad = { unit: 'SIGTERM after 9.0 s', ok: false, count: 1, seconds: 9, detail: 'left: python' };
const text = (done: Progress['done']): string => section(kill, progress(done), 2, '2026-11-21T12:00:00.000Z');

it('a proof holds when every unit was tried and held', () => {
  expect(text([ok, { ...ok, unit: 'other' }])).toMatch(/holds: 2 of 2 units \|/);
  expect(text([ok])).toMatch(/FALLS SHORT: 1 of 2 units, 1 not tried/);
});

it('says where it fell short, and at which size, seed and commit', () => {
  const said = text([ok, bad]);
  for (const part of [
    'FALLS SHORT: 1 of 2',
    'SIGTERM after 9.0 s\nleft: python',
    'size 2 of 20',
    'abc1234',
    '| seed | 7 |',
    '13 s',
  ])
    expect(said).toContain(part);
});

it('a section takes the place of its own name, and leaves the others', () => {
  const first = withSection('', 'kill', '## kill\n\none');
  const both = withSection(first, 'killer', '## killer\n\ntwo');
  expect(withSection(both, 'kill', '## kill\n\nthree')).toBe(`${HEAD}\n## kill\n\nthree\n\n## killer\n\ntwo\n`);
  expect(withSection(both, 'kill', '## kill\n\none')).toBe(both);
});

it('goes on where it stopped, and begins again when nothing can be read', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sluice-prove-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  expect(readProgress(folder, 'kill')).toBeUndefined();
  writeProgress(folder, progress([ok, bad]));
  expect(readProgress(folder, 'kill')).toEqual(progress([ok, bad]));
  writeFileSync(path.join(folder, 'kill.json'), '{"name": "ki');
  expect(readProgress(folder, 'kill')).toBeUndefined();
  forgetProgress(folder, 'kill');
  expect(readProgress(folder, 'kill')).toBeUndefined();
});

it('tries the same points again for the same seed, and every signal', () => {
  expect(kill.units(1, 20)).toEqual(kill.units(1, 20));
  expect(kill.units(1, 20)).not.toEqual(kill.units(2, 20));
  expect(new Set(kill.units(1, 20).map((unit) => unit.split(' ')[0]))).toEqual(
    new Set(['SIGKILL', 'SIGTERM', 'SIGINT']),
  );
});

it('finds every file with a property', () => expect(properties.units(1, 1).length).toBeGreaterThan(20));

it('min, median and max are of the numbers', () => {
  expect(summarize([3, 1, 2])).toEqual({ min: 1, median: 2, max: 3 });
  expect(summarize([4, 1, 2, 3])).toEqual({ min: 1, median: 2.5, max: 4 });
  expect(() => summarize([])).toThrow(/no number/);
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1 }), (numbers) => {
      const { min, median, max } = summarize(numbers);
      expect([min, max]).toEqual([Math.min(...numbers), Math.max(...numbers)]);
      const below = numbers.filter((each) => each < median).length;
      const above = numbers.filter((each) => each > median).length;
      expect(Math.abs(below - above)).toBeLessThan(numbers.length / 2 + 1);
      expect(median >= min && median <= max).toBe(true);
    }),
  );
});
