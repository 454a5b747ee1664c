/** The Kolmogorov-Smirnov test: its exact law, its asymptotic one, and SciPy's own known answers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finiteSurvival } from '../../../../../lib/core/drift/statistics/kolmogorov/finite.ts';
import { outsideShare } from '../../../../../lib/core/drift/statistics/kolmogorov/lattice-paths.ts';
import { kolmogorovSurvival } from '../../../../../lib/core/drift/statistics/kolmogorov/limit.ts';
import { kolmogorovSmirnov } from '../../../../../lib/core/drift/statistics/kolmogorov-smirnov.ts';
import { placedCounts } from '../../../../../lib/core/drift/statistics/placed-counts.ts';
import { runs } from '../../../../_properties.ts';

const close = (value: number | undefined, expected: number): void =>
  expect(Math.abs((value ?? Number.NaN) - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected));

/** As numpy.linspace. */
const spaced = (from: number, to: number, count: number, by = 0): number[] =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1) + by);
const test = (a: readonly number[], b: readonly number[]) =>
  kolmogorovSmirnov(placedCounts({ baseline: Float64Array.from(a).sort(), now: Float64Array.from(b).sort() }));
const repeated = (...values: [value: number, times: number][]): number[] =>
  values.flatMap(([value, times]) => new Array<number>(times).fill(value));

describe("SciPy's own known answers: scipy/stats/tests/test_stats.py, TestKSTwoSamples", () => {
  const delta = (n: number, m: number): number => 1 / n / m / 4;
  it.each([
    ['1 against 1', [0], [1], 1, 1],
    ['2 against 3', [1.01, 2.01], [1, 2, 3], 1 / 3, 1],
    ['2 against 3, on the other side', [0.99, 1.99], [1, 2, 3], 2 / 3, 0.6],
    ['2 against 4', [1.01, 2.01], [1, 2, 3, 4], 2 / 4, 14 / 15],
    ['2 against 4, on the other side', [0.99, 1.99], [1, 2, 3, 4], 3 / 4, 6 / 15],
    ['equal sizes', [1, 2, 3], [2, 3, 4], 1 / 3, 1],
    ['100 against 100', spaced(1, 100, 100), spaced(1, 100, 100, 2.1), 3 / 100, 0.9999999999962055],
    ['100 against 110', spaced(1, 100, 100), spaced(1, 100, 110, 20.1), 232 / 1100, 0.015739183865607353],
    ['100 against 110, less', spaced(1, 100, 100), spaced(1, 100, 110, 19.9), 229 / 1100, 0.017803803861026313],
    [
      'repeated values',
      repeated([2, 3], [3, 4], [5, 5], [6, 4]),
      repeated([3, 3], [4, 4], [6, 5], [7, 4]),
      5 / 16,
      0.4262934613454952,
    ],
    [
      'repeated values, unequal sizes',
      repeated([2, 3], [3, 4], [5, 10], [6, 4]),
      repeated([3, 10], [4, 2], [6, 10], [7, 4]),
      190 / 21 / 26,
      0.0919245790168125,
    ],
    ['500 against 600', spaced(1, 200, 500, -delta(500, 600)), spaced(2, 200, 600), 2000 / 500 / 600, 1],
    [
      '10,000 against 110',
      spaced(1, 200, 10_000, -delta(10_000, 110)),
      spaced(2, 100, 110),
      55_275 / 110_000,
      // The tests of SciPy 1.17.1 allow 4e-15 here too; this is what it says.
      6.263465662260858e-26,
    ],
    [
      '10,000 against 11,000, by the asymptotic law',
      spaced(1, 200, 10_000, -delta(10_000, 11_000)),
      spaced(2, 200, 11_000),
      563 / 110_000,
      0.9990660108966576,
    ],
  ])('%s', (_, a, b, d, p) => {
    const found = test(a, b);
    close(found?.d, d);
    close(found?.p, p);
  });
});

describe('the exact law', () => {
  /** Every order that n and m values can come in, by what the distribution functions are apart there. */
  function counted(n: number, m: number): number[] {
    const orders: number[] = [];
    const go = (i: number, j: number, largest: number): void => {
      const most = Math.max(largest, Math.abs(i * m - j * n));
      if (i === n && j === m) orders.push(most);
      if (i < n) go(i + 1, j, most);
      if (j < m) go(i, j + 1, most);
    };
    go(0, 0, 0);
    return orders;
  }
  it.each([
    [1, 1],
    [2, 3],
    [4, 4],
    [4, 6],
    [5, 5],
    [7, 3],
    [6, 7],
  ])('of %i and %i values is that of all orders', (n, m) => {
    const orders = counted(n, m);
    for (const distance of new Set(orders))
      close(outsideShare(distance, n, m), orders.filter((each) => each >= distance).length / orders.length);
  });
  it('does not know which sample is which, and falls with the distance', () => {
    const size = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(size, size, fc.nat(60), fc.nat(60), (n, m, i, j) => {
        const [a, b] = [n, m].map((most, side) => Math.min(most, side === 0 ? i : j)) as [number, number];
        const distance = Math.abs(a * m - b * n);
        close(outsideShare(distance, m, n), outsideShare(distance, n, m));
        const further = Math.max(distance, Math.abs(Math.min(n, a + 1) * m - b * n));
        expect(outsideShare(further, n, m)).toBeLessThanOrEqual(outsideShare(distance, n, m) + 1e-12);
      }),
    );
  });
  it('nears the asymptotic one', () => {
    for (const [n, m, distance] of [
      [3000, 2999, 0.04],
      [4000, 4000, 0.03],
    ] as const) {
      const exact = outsideShare(Math.round(distance * n * m), n, m);
      const asymptotic = finiteSurvival(Math.round((n * m) / (n + m)), distance);
      expect(Math.abs(exact / asymptotic - 1)).toBeLessThan(0.05);
    }
  });
});

describe('the asymptotic law: stats.kstwo.sf(x, n)', () => {
  it.each([
    [1, 0.3, 1],
    [1, 0.7, 0.6000000000000001],
    [5, 0.09, 1],
    [5, 0.15, 0.9988],
    [10, 0.274, 0.3715203845434957],
    [10, 0.6, 0.0005681672000000003],
    [50, 0.05, 0.9990238098461883],
    [50, 0.19, 0.046989328202061253],
    [140, 0.07, 0.4776228287946577],
    [140, 0.18, 0.0001932001834783552],
    [141, 0.03, 0.9992107601012719],
    [141, 0.09, 0.19156768536655033],
    [141, 0.2, 2.0276784223976912e-5],
    [1000, 0.01, 0.9999496745370611],
    [1000, 0.02, 0.8108971656895577],
    [1000, 0.05, 0.013012074781090332],
    [5000, 0.012, 0.4639912166690192],
    [5000, 0.03, 0.00024159234422666817],
    [50_000, 0.001, 0.9999999997471354],
    [50_000, 0.004, 0.3994316646755731],
    [50_000, 0.01, 9.018048811843602e-5],
    [500_000, 0.0009, 0.812395309857193],
    [500_000, 0.0025, 0.0038544560212235442],
    [500_000, 0.01, 7.374635645083527e-44],
  ])('n = %i, x = %d', (n, x, p) => close(finiteSurvival(n, x), p));
  it('comes near the limit as values grow many, on both sides of where formulas meet', () => {
    for (const z of [0.4, 0.9, 1.48, 1.49, 2.5]) {
      const apart = [1e3, 1e5, 1e7].map((n) => Math.abs(finiteSurvival(n, z / Math.sqrt(n)) - kolmogorovSurvival(z)));
      expect(apart[1]).toBeLessThan((apart[0] ?? 0) / 5);
      expect(apart[2]).toBeLessThan((apart[1] ?? 0) / 5 + 1e-7);
    }
  });
});

it('the distance is the largest difference of the distribution functions, also where values are tied', () => {
  const values = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(values, values, (a, b) => {
      const below = (sample: readonly number[], x: number): number =>
        sample.filter((value) => value <= x).length / sample.length;
      const naive = Math.max(...[...a, ...b].map((x) => Math.abs(below(a, x) - below(b, x))));
      expect(test(a, b)?.d).toBeCloseTo(naive, 12);
    }),
    { numRuns: runs(50) },
  );
});
