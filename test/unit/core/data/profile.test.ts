import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CategoryProfile, NumberProfile } from '../../../../lib/core/contracts/profile.ts';
import { moments } from '../../../../lib/core/data/profile/moments.ts';
import { quantile, scaledCounts } from '../../../../lib/core/data/profile/quantiles.ts';
import { sortNumbers } from '../../../../lib/core/data/profile/sort-numbers.ts';
import { runs } from '../../../_properties.ts';
import { levelsOf, profileOf } from './tables.ts';

const profile = (values: readonly number[]) => NumberProfile.parse(profileOf(values));

describe('a numeric column', () => {
  const value = fc.oneof(
    fc.integer({ min: -20, max: 20 }),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.constant(Number.NaN),
  );

  test('counts, moments and bins are those of the plain formulas', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 800 }), (values) => {
        const numbers = values.filter((v) => !Number.isNaN(v));
        const found = profile(values);
        expect(found).toMatchObject({ count: numbers.length, nulls: values.length - numbers.length });
        const { edges, counts } = found;
        expect(counts).toHaveLength(edges.length + 1);
        const expected = new Array(edges.length + 1).fill(0);
        for (const v of numbers) expected[edges.filter((edge) => edge <= v).length] += 1;
        expect(counts).toEqual(expected);
        for (let i = 1; i < edges.length; i++) expect(edges[i]).toBeGreaterThan(edges[i - 1] ?? Number.NaN);
        if (numbers.length === 0) return;
        const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
        const scale = Math.max(1, ...numbers.map(Math.abs));
        expect(found.mean).toBeCloseTo(mean, 9 - Math.ceil(Math.log10(scale)));
        expect([found.min, found.max]).toEqual([Math.min(...numbers), Math.max(...numbers)].map((v) => v + 0));
        if (numbers.length > 1) {
          const sd = Math.sqrt(numbers.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (numbers.length - 1));
          expect(Math.abs((found.sd ?? 0) - sd)).toBeLessThan(1e-9 * scale);
        }
      }),
      { numRuns: runs(150) },
    );
  });

  test('quartiles are NumPy quantiles', () => {
    // numpy.quantile([1, 2, 4, 8, 16, 32], [.25, .5, .75]) == [2.5, 6, 14]
    expect(profile([32, 1, 16, 2, 8, 4])).toMatchObject({ p25: 2.5, median: 6, p75: 14 });
    expect(quantile(new Float64Array(), 0.5)).toBeUndefined();
  });

  test('has 257 edges when there are enough different values, each bin with its share', () => {
    const { edges, counts } = profile(Array.from({ length: 25_601 }, (_, i) => i));
    expect(edges).toHaveLength(257);
    expect(counts.slice(1, -1)).toEqual(new Array(256).fill(100));
    expect([counts[0], counts.at(-1)]).toEqual([0, 1]);
  });

  test('scaled counts add up and keep their order of size', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 50 }), fc.nat(100_000), (counts, extra) => {
        const sum = counts.reduce((a, b) => a + b, 0);
        fc.pre(sum > 0);
        const scaled = scaledCounts(counts, sum + extra);
        expect(scaled.reduce((a, b) => a + b, 0)).toBe(sum + extra);
        scaled.forEach((count, i) => {
          expect(Math.abs(count - ((counts[i] ?? 0) / sum) * (sum + extra))).toBeLessThan(1);
        });
      }),
    );
  });
});

describe('numbers sorted by their bits', () => {
  const shapes = fc.oneof(
    fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 300 }),
    fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 300 }),
    fc.array(fc.double({ min: 0, max: 20, noNaN: true }).map(Math.exp), { maxLength: 300 }),
    fc.array(fc.double({ min: 1e9, max: 1e9 + 1e-3, noNaN: true }), { maxLength: 300 }),
    fc.array(fc.constantFrom(1e-300, 1e300, 0, -1e300, 5), { maxLength: 300 }),
  );
  test('are those sorted by comparison', () => {
    fc.assert(
      fc.property(shapes, (numbers) => {
        const values = Float64Array.from(numbers, (value) => value + 0);
        sortNumbers(values);
        expect(values).toEqual(Float64Array.from(numbers, (value) => value + 0).sort());
      }),
      { numRuns: runs(300) },
    );
  });
});

test('moments keep their digits far from 0 and beside an outlier, whatever the batches', () => {
  const near = Array.from({ length: 20_000 }, (_, i) => 1e9 + ((i * 7919) % 1000) / 1e5);
  // Of (k / 1e5), k over 0..999 twenty times: mean 0.004995, variance (1000^2 - 1) / 12 / 1e10.
  const sd = Math.sqrt(((1e6 - 1) / 12 / 1e10) * (20_000 / 19_999));
  for (const size of [1, 999, 8192]) {
    const all = moments();
    for (let at = 0; at < near.length; at += size) {
      const batch = Float64Array.from(near.slice(at, at + size));
      all.add(batch, batch.length);
    }
    const { mean, meanRest, squares } = all.state();
    expect(Math.abs(mean - 1e9 + meanRest - 0.004995)).toBeLessThan(1e-9);
    // The values themselves are only known to 1e-7.
    expect(Math.abs(Math.sqrt(squares / 19_999) / sd - 1)).toBeLessThan(1e-6);
  }
  const outlier = moments();
  outlier.add(Float64Array.of(1e15, ...near.map((value) => value - 1e9)), 20_001);
  const { mean, meanRest } = outlier.state();
  expect(Math.abs((mean + meanRest) / ((1e15 + 99.9) / 20_001) - 1)).toBeLessThan(1e-12);
});

describe('a column of levels', () => {
  test('lists the 200 most frequent, ties by text, and counts the rest', () => {
    const texts = Array.from({ length: 250 }, (_, i) =>
      new Array<string>(1 + (i % 2)).fill(`level ${String(i).padStart(3, '0')}`),
    );
    const { levels, other, count, nulls } = levelsOf([...texts.flat(), '']);
    expect({ count, nulls, other, first: levels[0], last: levels[199] }).toEqual({
      count: 375,
      nulls: 1,
      other: { levels: 50, count: 50 },
      first: { value: 'level 001', count: 2 },
      last: { value: 'level 148', count: 1 },
    });
  });

  test('does not list sentences, it counts them', () => {
    expect(levelsOf(['a', 'b', 'c', 'd', 'a', 'x'.repeat(300)])).toMatchObject({
      count: 6,
      levels: [{ value: 'a', count: 2 }, {}, {}, {}],
      other: { levels: 1, count: 1, unlisted: 1 },
    });
  });

  test('beyond its limit no count is too high, and none too low by more than the bound', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.nat(30).chain((most) => fc.nat(most)),
          { maxLength: 300 },
        ),
        (codes) => {
          const found = CategoryProfile.parse(
            levelsOf(
              codes.map((code) => `l${code}`),
              'c',
              8,
            ),
          );
          const bound = found.bound ?? 0;
          expect(bound).toBeLessThanOrEqual((2 * codes.length) / 8);
          const listed = new Map(found.levels.map(({ value, count }) => [value, count]));
          for (const code of new Set(codes)) {
            const times = codes.filter((other) => other === code).length;
            const told = listed.get(`l${code}`) ?? 0;
            expect(told).toBeLessThanOrEqual(times);
            expect(told).toBeGreaterThanOrEqual(times - bound);
          }
          expect(found.levels.reduce((sum, { count }) => sum + count, 0) + found.other.count).toBe(codes.length);
        },
      ),
    );
  });

  test('tells texts beyond ASCII, and those that were read in the wrong encoding', () => {
    expect(
      levelsOf(['cafe', 'café', 'cafÃ©', 'donâ€™t', 'Ã', '東京', 'é'.repeat(300), 'Ã©'.repeat(200)]),
    ).toMatchObject({
      nonAscii: 7,
      mojibake: 3,
    });
  });
});
