import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EdgeBins } from '../../../../lib/core/drift/edge-bins.ts';
import { upperBits } from '../../../../lib/core/drift/float-bits.ts';

const binOf = (bins: EdgeBins, value: number): number => bins.binOf(value, upperBits(value));

const number = fc.oneof(
  fc.double({ noNaN: true, min: -3.4e38, max: 3.4e38 }),
  fc.double({ noNaN: true, min: -1, max: 1 }),
  fc.integer({ min: -50, max: 50 }),
);

test('the bin of a value is how many edges are at or below it', () => {
  fc.assert(
    fc.property(fc.uniqueArray(number, { maxLength: 40 }), fc.array(number), (unsorted, values) => {
      const edges = unsorted.map((edge) => edge + 0).sort((a, b) => a - b);
      const bins = new EdgeBins(edges);
      for (const value of [...values, ...edges])
        expect(binOf(bins, value)).toBe(edges.filter((edge) => edge <= value).length);
    }),
  );
});

test('of edges on a scale of powers, too', () => {
  const edges = Array.from({ length: 257 }, (_, i) => 1.3 ** i);
  const bins = new EdgeBins(edges);
  for (let i = 0; i < 257; i++) {
    expect(binOf(bins, edges[i] ?? 0)).toBe(i + 1);
    expect(binOf(bins, (edges[i] ?? 0) * 1.1)).toBe(i + 1);
    expect(binOf(bins, (edges[i] ?? 0) * 0.999)).toBe(i);
  }
});
