import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BARS, PlotScale, PlotShares, plotScale, plotShares } from '../../../../lib/core/data/profile/plot.ts';
import { withTopBin } from '../../../../lib/core/data/profile/top-bin.ts';
import { runs } from '../../../_properties.ts';
import { profileOf } from './tables.ts';

function binsOf(values: readonly number[]) {
  return withTopBin(profileOf(values));
}

/** Counts of other values on the same edges. */
function countsOn(edges: readonly number[], values: readonly number[]): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (const value of values) {
    const bin = edges.filter((edge) => edge <= value).length;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

describe('a plot', () => {
  const value = fc.oneof(fc.integer({ min: -5, max: 30 }), fc.double({ min: -1e9, max: 1e9, noNaN: true }));

  it('loses nothing: bars and tails are all values, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 600 }),
        fc.array(value, { maxLength: 300 }),
        (one, other) => {
          const bins = binsOf(one);
          const scale = PlotScale.parse(plotScale(bins));
          const shares = PlotShares.parse(plotShares(scale, bins, bins.counts));
          expect(shares).toHaveLength((scale.kind === 'values' ? scale.values.length : BARS) + 2);
          expect(sum(shares)).toBeCloseTo(1, 2);
          const now = PlotShares.parse(plotShares(scale, bins, countsOn(bins.edges, other)));
          expect(sum(now)).toBeCloseTo(other.length === 0 ? 0 : 1, 2);
        },
      ),
      { numRuns: runs(150) },
    );
  });

  it('says what lies beyond the data, exactly', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 400 }), (values) => {
        const bins = binsOf(values);
        const scale = plotScale(bins);
        if (!scale) throw new Error('no scale');
        const [min, max] = [Math.min(...values), Math.max(...values)];
        const now = plotShares(scale, bins, countsOn(bins.edges, [min - 1, max + 1, max + 1, max + 1]));
        expect([now[0], now.at(-1)]).toEqual([0.25, 0.75]);
      }),
      { numRuns: runs(60) },
    );
  });

  it('has a bar a value where there are few', () => {
    const bins = binsOf([1, 1, 1, 2, 5]);
    expect(plotScale(bins)).toEqual({ kind: 'values', values: [1, 2, 5] });
    expect(plotShares({ kind: 'values', values: [1, 2, 5] }, bins, bins.counts)).toEqual([0, 0.6, 0.2, 0.2, 0]);
  });

  it('has bars of equal width where there are many; even values fill them evenly', () => {
    const bins = binsOf(Array.from({ length: 24_001 }, (_, i) => i / 1000));
    expect(plotScale(bins)).toEqual({ kind: 'range', from: 0, to: 24 });
    const shares = plotShares({ kind: 'range', from: 0, to: 24 }, bins, bins.counts);
    for (const share of shares.slice(1, -1)) expect(share).toBeCloseTo(1 / 24, 3);
  });

  it('leaves a few far values to the tails, and says so', () => {
    const values = Array.from({ length: 5_000 }, (_, i) => 10 + (i % 1_000) / 1_000);
    const bins = binsOf([...values, 1e9, -1e9]);
    const scale = plotScale(bins);
    expect(scale).toMatchObject({ kind: 'range' });
    if (scale?.kind !== 'range') return;
    expect(scale.from).toBeGreaterThan(9);
    expect(scale.to).toBeLessThan(12);
    const shares = plotShares(scale, bins, bins.counts);
    expect(shares[0]).toBeGreaterThan(0);
    expect(shares.at(-1)).toBeGreaterThan(0);
  });

  it('puts a value that is met often where it is, not beside it', () => {
    const values = [...new Array<number>(900).fill(0), ...Array.from({ length: 100 }, (_, i) => 500 + i)];
    const bins = binsOf(values);
    const scale = plotScale(bins);
    if (scale?.kind !== 'range') throw new Error('no range');
    const shares = plotShares(scale, bins, bins.counts);
    expect(shares[1]).toBeCloseTo(0.9, 2);
    expect(sum(shares.slice(2, 18))).toBeLessThan(0.01);
  });

  it('of nothing is none', () => {
    expect(plotScale(binsOf([]))).toBeUndefined();
  });
});
