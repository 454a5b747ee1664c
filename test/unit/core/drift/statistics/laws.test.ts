import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binCounts, referenceEdges } from '../../../../../lib/core/data/profile/quantiles.ts';
import { chiSquare } from '../../../../../lib/core/drift/statistics/chi-square.ts';
import { gTest } from '../../../../../lib/core/drift/statistics/g-test.ts';
import { gammaUpper, lnGamma } from '../../../../../lib/core/drift/statistics/gamma.ts';
import { hellinger } from '../../../../../lib/core/drift/statistics/hellinger.ts';
import { jensenShannon } from '../../../../../lib/core/drift/statistics/jensen-shannon.ts';
import { kolmogorovSurvival } from '../../../../../lib/core/drift/statistics/kolmogorov/limit.ts';
import { kolmogorovSmirnov } from '../../../../../lib/core/drift/statistics/kolmogorov-smirnov.ts';
import { lInfinity } from '../../../../../lib/core/drift/statistics/l-infinity.ts';
import {
  binnedCounts,
  type PlacedCounts,
  placedCounts,
} from '../../../../../lib/core/drift/statistics/placed-counts.ts';
import { populationStability } from '../../../../../lib/core/drift/statistics/population-stability.ts';
import { sameShare } from '../../../../../lib/core/drift/statistics/proportion.ts';
import { wasserstein } from '../../../../../lib/core/drift/statistics/wasserstein.ts';
import { seededRandom } from '../../../../../lib/core/evaluation/random.ts';
import { runs } from '../../../../_properties.ts';
import { normal, sample } from '../profile.ts';

// All expected values: SciPy 1.17.1, by the function each block names; compared relative to their size.
function close(value: number | undefined, expected: number): void {
  expect(Math.abs((value ?? Number.NaN) - expected) / (expected || 1)).toBeLessThan(1e-6);
}
const placed = (baseline: readonly number[], now: readonly number[]): PlacedCounts =>
  placedCounts({ baseline: Float64Array.from(baseline).sort(), now: Float64Array.from(now).sort() });
const A = [120, 80, 40, 10];
const B = [60, 70, 55, 25];

describe('Kolmogorov-Smirnov', () => {
  it.each([
    // stats.kstwobign.sf(sqrt(n m / (n + m)) d)
    [200, 455, 0.1, 0.12421783002734083],
    [1000, 800, 0.02, 0.9942411448762375],
    [50, 50, 0.5, 7.453306344157342e-6],
    [200, 455, 0.6, 7.216405106011873e-44],
    [30, 40, 0.03, 1],
  ])('p of n = %i, m = %i, d = %d', (n, m, d, p) => {
    close(kolmogorovSurvival(d * Math.sqrt((n * m) / (n + m))), p);
  });
  it('the two series meet', () => {
    close(kolmogorovSurvival(1.18), kolmogorovSurvival(1.18 - 1e-12));
  });
  it('of samples with ties: stats.ks_2samp', () => {
    const ks = kolmogorovSmirnov(placed([1.2, 3.4, 2.2, 5, 2.2, 0.1, 4.4], [2.2, 6.1, 3.3, 5, 7.7]));
    close(ks?.d, 0.4571428571428571);
    close(ks?.p, 0.43434343434343425);
  });
  it('the least and the largest distance', () => {
    expect(kolmogorovSmirnov({ baseline: [3, 5], now: [6, 10] })).toEqual({ d: 0, p: 1 });
    expect(kolmogorovSmirnov({ baseline: [9, 0], now: [0, 9] })?.d).toBe(1);
  });
  it('is not changed by a monotone transform', () => {
    const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(values, values, (a, b) => {
        const bend = (x: number) => x ** 3 + x;
        expect(kolmogorovSmirnov(placed(a.map(bend), b.map(bend)))).toEqual(kolmogorovSmirnov(placed(a, b)));
      }),
    );
  });
});

it('PSI: NumPy, of the formula with its rule for empty groups', () => {
  close(populationStability({ baseline: A, now: B }), 0.23777072886926054);
  close(populationStability({ baseline: [100, 100, 0], now: [50, 40, 10] }), 0.30690892111905016);
  close(populationStability({ baseline: [10, 0], now: [0, 10] }), 5.691891319752583);
});

it('Jensen-Shannon: spatial.distance.jensenshannon(base=2)', () => {
  close(jensenShannon({ baseline: A, now: B }), 0.20459635952151484);
  close(jensenShannon({ baseline: [1, 0], now: [0, 1] }), 1);
  close(jensenShannon({ baseline: [5, 5, 0], now: [2, 3, 5] }), 0.5622581256253156);
});

describe('chi-square: stats.chi2_contingency(correction=False)', () => {
  it.each([
    [A, B, 26.18338226518678, 3, 8.730320574157888e-6],
    [[300, 155], [100, 100], 14.83664619694032, 1, 0.00011723518078742603],
    [[900, 50, 50], [100, 400, 2], 889.1600125991761, 2, 8.343658099576099e-194],
  ])('%j and %j', (baseline, now, statistic, degreesOfFreedom, p) => {
    const result = chiSquare({ baseline, now });
    close(result?.statistic, statistic);
    close(result?.p, p);
    expect(result?.degreesOfFreedom).toBe(degreesOfFreedom);
  });
  it('leaves out groups that are empty in both; one group alone says nothing', () => {
    expect(chiSquare({ baseline: [...A, 0], now: [...B, 0] })).toEqual(chiSquare({ baseline: A, now: B }));
    expect(chiSquare({ baseline: [7], now: [9] })).toEqual({ statistic: 0, degreesOfFreedom: 0, p: 1 });
  });
});

describe('incomplete gamma', () => {
  it.each([
    // special.gammaincc
    [0.5, 0.3, 0.4385780260809997],
    [2, 10, 0.0004993992273873336],
    [10, 3, 0.9988975118698845],
    [49.5, 60, 0.07424385580596692],
    [0.5, 40, 3.744097384202887e-19],
    [100, 100, 0.48670120172085135],
    [3, 300, 2.3321861827548445e-126],
  ])('Q(%d, %d)', (a, x, expected) => close(gammaUpper(a, x), expected));
  it('lnGamma of whole numbers is that of factorials', () => {
    close(lnGamma(6), Math.log(120));
    close(lnGamma(0.5), Math.log(Math.sqrt(Math.PI)));
  });
});

describe('same share', () => {
  it.each([
    // 2 stats.norm.sf(|z|) of the pooled z
    [30, 455, 40, 200, 3.1399175396254693e-7],
    [100, 1000, 120, 1000, 0.1529177818639462],
    // stats.fisher_exact
    [0, 455, 5, 200, 0.0025627706756641737],
    [2, 455, 10, 200, 0.00021263981099296954],
    [0, 1000, 1, 200, 0.16666666666666666],
    [3, 300, 3, 300, 1],
    // By whole numbers: of so many rows SciPy is right to six digits.
    [5, 1_000_000, 0, 1_000_000, 0.06249968750007802],
    [3, 1_000_000_000, 9, 1_000_000_000, 0.1459960925415039],
    [455, 455, 195, 200, 0.0025627706756641737],
  ])('%i of %i, %i of %i', (a, ofA, b, ofB, p) => {
    close(sameShare({ count: a, of: ofA }, { count: b, of: ofB }), p);
  });
  it('of an empty sample is not in doubt', () => {
    expect(sameShare({ count: 0, of: 0 }, { count: 3, of: 9 })).toBe(1);
  });
});

interface Groups {
  baseline: number[];
  now: number[];
}

describe('laws', () => {
  const counts = fc
    .array(fc.tuple(fc.nat(50), fc.nat(50)), { minLength: 1, maxLength: 12 })
    .map((groups) => ({ baseline: groups.map(([a]) => a), now: groups.map(([, b]) => b) }))
    .filter(({ baseline, now }) => baseline.some(Boolean) && now.some(Boolean));
  const turned = ({ baseline, now }: Groups) => ({ baseline: now, now: baseline });

  it('each is symmetric in its two samples, and nothing for a sample and itself', () => {
    fc.assert(
      fc.property(counts, (groups) => {
        for (const statistic of [
          (each: typeof groups) => populationStability(each),
          (each: typeof groups) => jensenShannon(each),
          (each: typeof groups) => chiSquare(each)?.statistic,
          (each: typeof groups) => gTest(each)?.statistic,
          (each: typeof groups) => hellinger(each),
          (each: typeof groups) => lInfinity(each),
          (each: typeof groups) => kolmogorovSmirnov(each)?.d,
          (each: typeof groups) => kolmogorovSmirnov(each)?.p,
        ])
          expect(statistic(groups)).toBeCloseTo(statistic(turned(groups)) ?? Number.NaN, 9);
        const same = { baseline: groups.baseline, now: groups.baseline };
        expect(populationStability(same)).toBe(0);
        expect(jensenShannon(same)).toBeLessThan(1e-7);
        expect(chiSquare(same)?.statistic).toBeCloseTo(0, 12);
        expect(gTest(same)?.statistic).toBeCloseTo(0, 9);
        expect(hellinger(same)).toBe(0);
        expect(lInfinity(same)).toBe(0);
        expect(kolmogorovSmirnov(same)).toEqual({ d: 0, p: 1 });
      }),
    );
  });
  it('p-values are probabilities, distances at most 1', () => {
    fc.assert(
      fc.property(counts, (groups) => {
        const ks = kolmogorovSmirnov(groups);
        const distances = [jensenShannon(groups), hellinger(groups), lInfinity(groups)];
        for (const value of [ks?.p, ks?.d, chiSquare(groups)?.p, gTest(groups)?.p, ...distances]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  /** Of groups without an order. */
  const STATISTICS: [name: string, of: (counts: Groups) => number | undefined][] = [
    ['PSI', populationStability],
    ['Jensen-Shannon', jensenShannon],
    ['Hellinger', hellinger],
    ['L-infinity', lInfinity],
    ['chi-square', (each) => chiSquare(each)?.statistic],
    ['G', (each) => gTest(each)?.statistic],
  ];
  const both = (groups: Groups, change: (side: number[]) => number[]): Groups => ({
    baseline: change(groups.baseline),
    now: change(groups.now),
  });

  it.each(STATISTICS)('%s does not depend on the order of the groups', (_, of) => {
    fc.assert(
      fc.property(counts, (groups) => {
        expect(of(both(groups, (side) => side.toReversed()))).toBeCloseTo(of(groups) ?? Number.NaN, 9);
      }),
    );
  });
  it.each(STATISTICS.filter(([name]) => !['PSI', 'L-infinity'].includes(name)))(
    '%s does not see a group that is empty in both, and is not more where two groups are one',
    (_, of) => {
      fc.assert(
        fc.property(counts, (groups) => {
          const before = of(groups) ?? Number.NaN;
          expect(of(both(groups, (side) => [...side, 0]))).toBeCloseTo(before, 9);
          const joined = both(groups, ([first = 0, second = 0, ...rest]) => [first + second, ...rest]);
          expect(of(joined)).toBeLessThanOrEqual(before + 1e-7);
        }),
      );
    },
  );
  it.each(STATISTICS.filter(([name]) => ['Jensen-Shannon', 'Hellinger', 'L-infinity'].includes(name)))(
    '%s is of shares: twice as many rows are as far apart',
    (_, of) => {
      fc.assert(
        fc.property(counts, (groups) => {
          expect(of(both(groups, (side) => side.map((count) => 2 * count)))).toBeCloseTo(of(groups) ?? Number.NaN, 9);
        }),
      );
    },
  );

  const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 30 });
  it('bins of two parts add up to those of the whole, so a baseline can be merged', () => {
    fc.assert(
      fc.property(values, values, values, (a, b, now) => {
        const sorted = (sample: readonly number[]) => Float64Array.from(sample).sort();
        const edges = referenceEdges(sorted(a));
        const [first, second] = [binCounts(sorted(a), edges), binCounts(sorted(b), edges)];
        const merged = first.map((count, bin) => count + (second[bin] ?? 0));
        const whole = { baseline: binCounts(sorted([...a, ...b]), edges), now: binCounts(sorted(now), edges) };
        expect(kolmogorovSmirnov({ baseline: merged, now: whole.now })).toEqual(kolmogorovSmirnov(whole));
        expect(wasserstein(binnedCounts(edges, { baseline: merged, now: whole.now }))).toEqual(
          wasserstein(binnedCounts(edges, whole)),
        );
      }),
    );
  });
  it('Wasserstein of equal sizes is the mean distance of the values in order; moved by c it is c', () => {
    const pairs = fc.array(fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -99, max: 99 })), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(pairs, fc.integer({ min: -20, max: 20 }), (both, by) => {
        const [a, b] = [both.map(([x]) => x), both.map(([, y]) => y)].map((side) => side.toSorted((x, y) => x - y));
        const mean = (a ?? []).reduce((sum, x, i) => sum + Math.abs(x - (b?.[i] ?? 0)), 0) / both.length;
        expect(wasserstein(placed(a ?? [], b ?? []))).toBeCloseTo(mean, 9);
        expect(wasserstein(placed(b ?? [], a ?? []))).toBeCloseTo(mean, 9);
        expect(
          wasserstein(
            placed(
              a ?? [],
              (a ?? []).map((x) => x + by),
            ),
          ),
        ).toBeCloseTo(Math.abs(by), 9);
      }),
    );
  });
  it('of an empty sample there is nothing to say', () => {
    const empty = { baseline: [0, 0], now: [3, 4], places: [1, 2] };
    for (const [, of] of STATISTICS) expect(of(empty)).toBeUndefined();
    expect(kolmogorovSmirnov(empty)).toBeUndefined();
    expect(wasserstein(empty)).toBeUndefined();
    expect(kolmogorovSmirnov(placed([], [1]))).toBeUndefined();
  });

  // 400 pairs: the bounds lie 10 standard errors out, so a right test fails here less than once in 10^9 runs, also at
  // the level of 0.01, where 4 are expected and 7 standard errors are passed once in 5 million.
  const PAIRS = 400;
  /** 150 and 100 draws of four levels. */
  const draws = (seed: string): Groups => {
    const random = seededRandom(seed);
    const draw = (size: number): number[] => {
      const levels = [0, 0, 0, 0];
      for (let i = 0; i < size; i++) {
        const level = Math.floor(random() * 4);
        levels[level] = (levels[level] ?? 0) + 1;
      }
      return levels;
    };
    return { baseline: draw(150), now: draw(100) };
  };
  const bound = (p: number): number => PAIRS * p + 10 * Math.sqrt(PAIRS * p * (1 - p));
  it.each([
    [
      'Kolmogorov-Smirnov',
      (seed: number): number => {
        const next = normal(`ks ${seed}`);
        return kolmogorovSmirnov(placed(sample(150, next), sample(100, next)))?.p ?? Number.NaN;
      },
    ],
    ['chi-square', (seed: number): number => chiSquare(draws(`chi2 ${seed}`))?.p ?? Number.NaN],
    ['G', (seed: number): number => gTest(draws(`g ${seed}`))?.p ?? Number.NaN],
    [
      'same share',
      (seed: number): number => {
        const { baseline, now } = draws(`share ${seed}`);
        return sameShare({ count: baseline[0] ?? 0, of: 150 }, { count: now[0] ?? 0, of: 100 });
      },
    ],
  ])('%s of equal distributions: p-values are spread evenly', (_, p) => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const values = Array.from({ length: PAIRS }, (_each, i) => p(seed + i));
        for (const level of [0.01, 0.1, 0.5]) {
          expect(values.filter((value) => value < level).length).toBeLessThan(bound(level));
        }
        // Not needlessly shy either: a quarter below one half would mean half the power is lost.
        expect(values.filter((value) => value < 0.5).length).toBeGreaterThan(PAIRS / 4);
      }),
      { numRuns: runs(2) },
    );
  });
});
