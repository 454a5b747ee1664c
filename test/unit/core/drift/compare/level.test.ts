/** What is called, at which chance: the laws of the decision, and the statistics that are its own. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { called, LOOKS, type Tested } from '../../../../../lib/core/drift/compare/level.ts';
import { exceedance } from '../../../../../lib/core/drift/statistics/exceedance.ts';
import { rankSum } from '../../../../../lib/core/drift/statistics/rank-sum.ts';

const test = (p: number | undefined, look: Tested['look'] = 'values', effect = 0.5): Tested => ({ look, p, effect });

describe('what is called', () => {
  it('shares the chance of a column out over its tests', () => {
    expect(called([[test(0.04)]])[0]?.looks).toHaveLength(1);
    expect(called([[test(0.04), test(0.5, 'missing')]])[0]?.looks).toHaveLength(0);
    // A test that could say nothing takes no part.
    expect(called([[test(0.04), test(undefined, 'missing')]])[0]?.looks).toHaveLength(1);
  });

  it('corrects for the number of columns, and less where many changed', () => {
    const quiet = Array.from({ length: 9 }, () => [test(0.6)]);
    expect(called([[test(0.01)], ...quiet])[0]?.looks).toHaveLength(0);
    expect(called([[test(0.004)], ...quiet])[0]?.looks).toHaveLength(1);
    const loud = Array.from({ length: 9 }, () => [test(0.0001)]);
    expect(called([[test(0.01)], ...loud])[0]?.looks).toHaveLength(1);
  });

  it('leaves out what is smaller than its limit', () => {
    expect(called([[test(1e-9, 'values', 0.019)]])[0]?.looks).toHaveLength(0);
    expect(called([[test(1e-9, 'range', 0.003)]])[0]?.looks).toHaveLength(1);
  });

  it('never calls more for larger p, and nothing of a column without a test', () => {
    const tests = fc.array(
      fc.record({
        look: fc.constantFrom(...LOOKS),
        p: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
        effect: fc.constant(0.5),
      }),
      { maxLength: 3 },
    );
    const count = (columns: readonly (readonly Tested[])[]): number =>
      called(columns).reduce((sum, one) => sum + (one?.looks.length ?? 0), 0);
    fc.assert(
      fc.property(fc.array(tests, { maxLength: 12 }), (columns) => {
        const larger = columns.map((one) =>
          one.map(({ p, ...rest }) => ({ ...rest, p: p === undefined ? p : Math.min(1, 2 * p) })),
        );
        expect(count(larger)).toBeLessThanOrEqual(count(columns));
        called(columns).forEach((one, i) => {
          expect(one === undefined).toBe((columns[i] ?? []).every(({ p }) => p === undefined));
        });
      }),
    );
  });
});

describe('rank sum', () => {
  it.each([
    // stats.mannwhitneyu(now, baseline, method='asymptotic') of samples with these counts at 0, 1, 2, ...
    [{ baseline: [3, 2, 1, 0], now: [0, 1, 2, 3] }, 33, 0.016863794867059228],
    [{ baseline: [10, 20, 30, 40], now: [12, 18, 33, 37] }, 4865, 0.729538869389992],
  ] as const)('%j', (counts, u, p) => {
    const found = rankSum({ baseline: counts.baseline, now: counts.now });
    const [n, m] = [counts.baseline, counts.now].map((side: readonly number[]) => side.reduce((a, b) => a + b, 0));
    expect((found?.share ?? 0) * (n ?? 0) * (m ?? 0)).toBeCloseTo(u, 9);
    expect(found?.p).toBeCloseTo(p, 9);
  });

  it('is the same from the other side, and sure of nothing where all is equal', () => {
    const counts = fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(counts, (pairs) => {
        const [baseline, now] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const [one, other] = [rankSum({ baseline, now }), rankSum({ baseline: now, now: baseline })];
        if (!one || !other) return;
        expect(one.share + other.share).toBeCloseTo(1, 9);
        expect(one.p).toBeCloseTo(other.p, 9);
        expect(one.p).toBeLessThanOrEqual(1);
      }),
    );
    expect(rankSum({ baseline: [5], now: [7] })).toEqual({ share: 0.5, p: 1 });
    expect(rankSum({ baseline: [0], now: [7] })).toBeUndefined();
  });
});

describe('values beyond the range', () => {
  it('as every order of the values has the same chance', () => {
    // Of 4 values, two of each: the later ones are the smallest and the largest in 1 of 6 orders, one of them in 5 of 6.
    expect(exceedance({ count: 2, of: 2, baseline: 2 })).toBeCloseTo(
      orders(2, 2).filter((order) => beyond(order) >= 2).length / 6,
      12,
    );
    for (const [baseline, of] of [
      [3, 4],
      [5, 3],
    ] as const)
      for (let count = 1; count <= of; count++) {
        const all = orders(baseline, of);
        const share = all.filter((order) => beyond(order) >= count).length / all.length;
        expect(exceedance({ count, of, baseline })).toBeCloseTo(share, 12);
      }
  });

  it('none beyond is no wonder', () => expect(exceedance({ count: 0, of: 10, baseline: 10 })).toBe(1));
});

/** Every order of values before (b) and now (n). */
function orders(before: number, now: number): string[] {
  if (before === 0 || now === 0) return ['b'.repeat(before) + 'n'.repeat(now)];
  return [
    ...orders(before - 1, now).map((order) => `b${order}`),
    ...orders(before, now - 1).map((order) => `n${order}`),
  ];
}
const beyond = (order: string): number => order.length - order.replace(/^n+/, '').replace(/n+$/, '').length;
