/** What values of ranges come to, put together, is what one look at all of them comes to. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  beginOf,
  cameBefore,
  STRETCHES,
  stretchEnds,
  stretchGroups,
} from '../../../../../lib/core/data/ranges/range-values.ts';
import { repeats } from '../../../../../lib/core/data/repeats.ts';
import { timeSample } from '../../../../../lib/core/data/time-cut.ts';

/** Few different values, by range. */
const ranges = fc.array(fc.array(fc.nat(60).map(String), { maxLength: 80 }), { minLength: 1, maxLength: 6 });

it('tells each range which of its values came in an earlier one, a stretch of hashes at a time', () => {
  fc.assert(
    fc.property(ranges, fc.integer({ min: 1, max: 200 }), (values, most) => {
      const hashes = values.map((own) => {
        const found = repeats();
        for (const value of own) found.add(value);
        return found.hashes().sort();
      });
      const ends = hashes.map(stretchEnds);
      const groups = stretchGroups(ends, most);
      expect(groups[0]?.from).toBe(0);
      expect(groups.at(-1)?.to).toBe(STRETCHES);
      const found: bigint[][] = values.map(() => []);
      for (const { from, to, count } of groups) {
        const isRepeated = cameBefore(count);
        hashes.forEach((own, range) => {
          const at = ends[range] ?? new Int32Array();
          found[range]?.push(...isRepeated(own.slice(beginOf(at, from), beginOf(at, to))));
        });
      }
      const seen = new Set<bigint>();
      const wanted = hashes.map((own) => [...own].filter((hash) => seen.has(hash) || !seen.add(hash)));
      expect(found).toEqual(wanted);
      // A range that knows them judges its values as one look at all would.
      const before = new Set(values.slice(0, -1).flat());
      const last = repeats(undefined, BigUint64Array.from(found.at(-1) ?? []));
      for (const value of values.at(-1) ?? []) {
        expect(last.has(value)).toBe(before.has(value));
        last.add(value);
        before.add(value);
      }
    }),
  );
});

it('a sample of times is the same from ranges as from all rows, and so is its cut', () => {
  const times = fc.array(fc.oneof(fc.integer({ min: 0, max: 2e9 }), fc.constant(undefined)), { maxLength: 400 });
  fc.assert(
    fc.property(times, fc.array(fc.nat(400), { maxLength: 5 }), (all, cuts) => {
      const cell = (time: number | undefined) => (time === undefined ? '' : new Date(time * 1000).toISOString());
      const whole = timeSample(64);
      all.forEach((time, row) => {
        whole.add(row, cell(time));
      });
      const borders = [0, ...cuts.map((cut) => Math.min(cut, all.length)), all.length].sort((a, b) => a - b);
      const joined = timeSample(64);
      borders.slice(1).forEach((to, index) => {
        const range = timeSample(64);
        for (let row = borders[index] ?? 0; row < to; row++) range.add(row, cell(all[row]));
        joined.merge(range.state());
      });
      expect(joined.state()).toEqual(whole.state());
      expect(joined.cut()).toBe(whole.cut());
    }),
  );
});
