/** What is seen on the bins of a baseline, and what is not. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distinctValues } from '../../../../lib/core/data/profile/distinct.ts';
import { binCounts, referenceEdges } from '../../../../lib/core/data/profile/quantiles.ts';
import { baselineBins } from '../../../../lib/core/drift/baseline-bins.ts';
import { kolmogorovSmirnov } from '../../../../lib/core/drift/statistics/kolmogorov-smirnov.ts';
import { placedCounts } from '../../../../lib/core/drift/statistics/placed-counts.ts';

const sorted = (values: readonly number[]): Float64Array => Float64Array.from(values).sort();

function bins(baseline: Float64Array) {
  const edges = referenceEdges(baseline);
  const zeros = baseline.filter((value) => value === 0).length;
  const profile = { edges, counts: binCounts(baseline, edges), max: baseline.at(-1) ?? 0, zeros };
  return baselineBins({ ...profile, ...distinctValues(baseline, 1, baseline.length) });
}

function onBins(baseline: Float64Array, now: Float64Array) {
  const { edges, counts } = bins(baseline);
  return kolmogorovSmirnov({ baseline: counts, now: binCounts(now, edges) });
}

describe('of a column of few values', () => {
  it('the distance is that of the raw values, wherever the new ones lie', () => {
    const grades = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 40 });
    const anything = fc.array(fc.double({ min: -3, max: 12, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(grades, fc.oneof(grades, anything), (before, now) => {
        const [a, b] = [sorted(before), sorted(now)];
        expect(onBins(a, b)).toEqual(kolmogorovSmirnov(placedCounts({ baseline: a, now: b })));
      }),
    );
  });
  it('a constant that is another constant is seen, on either side and however near', () => {
    const constant = sorted(new Array(50).fill(42.5));
    for (const other of [42.49999999, 42.50000001, 43, -7])
      expect(onBins(constant, sorted(new Array(40).fill(other)))?.d).toBe(1);
    expect(onBins(constant, constant)).toEqual({ d: 0, p: 1 });
  });
});

it('of many values, bins are those of the profile and one above', () => {
  const many = Float64Array.from({ length: 1000 }, (_, i) => i + 1);
  const { edges, counts } = bins(many);
  expect(edges.length).toBe(258);
  expect(counts.length).toBe(259);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1000);
  expect(counts.at(-1)).toBe(0);
});

describe('of many values, many of them zero', () => {
  const half = sorted(Array.from({ length: 1000 }, (_, i) => (i < 500 ? 0 : i / 10)));
  it('what is a little above zero is none', () => {
    const { edges, counts } = bins(half);
    expect(counts[edges.indexOf(0) + 1]).toBe(500);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1000);
    const now = half.map((value) => (value === 0 ? 0.01 : value));
    expect(onBins(half, now)?.d).toBe(0.5);
  });
  it('a profile of a sample says no more zeros than its bin holds', () => {
    const profile = { edges: [-1, 0, 2], counts: [0, 3, 4, 1], max: 2, zeros: 6 };
    expect(baselineBins(profile).counts).toEqual([0, 3, 4, 0, 1, 0]);
  });
  it('zero as the largest value is kept apart from what is above', () => {
    const profile = { edges: [-2, -1, 0], counts: [0, 3, 4, 2], max: 0, zeros: 2 };
    expect(baselineBins(profile)).toEqual({ edges: [-2, -1, 0, Number.MIN_VALUE], counts: [0, 3, 4, 2, 0] });
  });
});
