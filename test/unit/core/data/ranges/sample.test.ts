/** A range that keeps fewer rows for the sample of its file keeps those that count. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TypedRows } from '../../../../../lib/core/data/columns/typed-rows.ts';
import { leastEveryOf, sampleBuilder } from '../../../../../lib/core/data/profile/sample-builder.ts';
import { parseTypedJson, typedJson } from '../../../../../lib/core/data/ranges/typed-json.ts';

const MOST = 100;

/** Rows numbered from `first` on, one column of numbers. */
function rowsFrom(first: number, count: number): TypedRows {
  const kept = Int32Array.from({ length: count }, (_, row) => row);
  const values = Float64Array.from({ length: count }, (_, row) => (first + row) / 3);
  const lines = Float64Array.from({ length: count }, (_, row) => first + row + 2);
  const batch = { firstRow: first, lines } as TypedRows['batch'];
  return { batch, rows: count, kept, numbers: [values], levels: [undefined], rejected: [] };
}

it('the sample of a file is that of its ranges, which know how thin it will be', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20_000 }), fc.array(fc.nat(20_000), { maxLength: 5 }), (total, cuts) => {
      const borders = [0, ...cuts.map((cut) => cut % total), total].sort((a, b) => a - b);
      const whole = sampleBuilder([true], 1, MOST);
      whole.add(rowsFrom(0, total));
      const least = leastEveryOf(1, total, MOST);
      const joined = sampleBuilder([true], 1, MOST);
      let handed = 0;
      borders.slice(1).forEach((to, index) => {
        const from = borders[index] ?? 0;
        const range = sampleBuilder([true], least, MOST);
        range.add(rowsFrom(from, to - from));
        const state = range.state();
        handed += state.rows;
        expect(parseTypedJson(typedJson(state))).toEqual({ ...state, levels: [null] });
        joined.merge(state, [undefined]);
      });
      expect(joined.state()).toEqual(whole.state());
      expect(handed).toBeLessThan(4 * MOST);
    }),
  );
});

it('keeps NaN, -0 and infinities of typed arrays', () => {
  const numbers = Float64Array.of(Number.NaN, -0, Number.POSITIVE_INFINITY, 1 / 3);
  const read = parseTypedJson(typedJson({ a: [numbers.subarray(1)], b: Int32Array.of(-1), int32: 'text' }));
  expect(read).toEqual({ a: [numbers.slice(1)], b: Int32Array.of(-1), int32: 'text' });
});
