/** Tests for the far tail, held against the law itself, summed over every table with the same margins. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chiSquare } from '../../../../../lib/core/drift/statistics/chi-square.ts';
import { chiSquarePoint } from '../../../../../lib/core/drift/statistics/exact/chi-square-point.ts';
import { hypergeometric } from '../../../../../lib/core/drift/statistics/exact/hypergeometric.ts';
import { exactLevels } from '../../../../../lib/core/drift/statistics/exact/levels.ts';
import { saddlepointRanks } from '../../../../../lib/core/drift/statistics/exact/ranks.ts';
import { gammaUpper } from '../../../../../lib/core/drift/statistics/gamma.ts';
import { lnChoose } from '../../../../../lib/core/drift/statistics/ln-choose.ts';
import { sameShare } from '../../../../../lib/core/drift/statistics/proportion.ts';
import { rankSum } from '../../../../../lib/core/drift/statistics/rank-sum.ts';

interface Table {
  readonly baseline: number[];
  readonly now: number[];
  readonly chance: number;
}

/** Every way to draw so many rows of three levels, but the ways that are less likely than e^-40. */
function tablesOf([a, b, c]: readonly [number, number, number], drawn: number): Table[] {
  const tables: Table[] = [];
  for (let i = Math.max(0, drawn - b - c); i <= Math.min(a, drawn); i++)
    for (let j = Math.max(0, drawn - i - c); j <= Math.min(b, drawn - i); j++) {
      const k = drawn - i - j;
      const ln = lnChoose(a, i) + lnChoose(b, j) + lnChoose(c, k) - lnChoose(a + b + c, drawn);
      if (ln > -40) tables.push({ now: [i, j, k], baseline: [a - i, b - j, c - k], chance: Math.exp(ln) });
    }
  return tables;
}

/** How many times as often as it says the p-value is at most this. */
const timesTooSure = (tables: readonly Table[], p: (table: Table) => number | undefined, level: number): number =>
  tables.filter((table) => (p(table) ?? 1) <= level).reduce((sum, { chance }) => sum + chance, 0) / level;

const RARE = tablesOf([1300, 60, 40], 200);
const EVEN = tablesOf([400, 400, 300], 150);

describe('of one in a million', () => {
  it('levels are never too sure, where chi-square is', () => {
    expect(timesTooSure(RARE, (table) => chiSquare(table)?.p, 1e-6)).toBeGreaterThan(3);
    for (const tables of [RARE, EVEN])
      for (const level of [0.05, 0.01, 1e-4, 1e-6])
        expect(timesTooSure(tables, exactLevels, level)).toBeLessThanOrEqual(1);
    // Nor so shy that nothing is left.
    expect(timesTooSure(EVEN, exactLevels, 1e-6)).toBeGreaterThan(0.3);
  });

  it('ranks are as sure as they say, where the normal limit is not', () => {
    expect(timesTooSure(RARE, (table) => rankSum(table)?.p, 1e-6)).toBeGreaterThan(2);
    for (const level of [0.01, 1e-4, 1e-6]) expect(timesTooSure(RARE, saddlepointRanks, level)).toBeLessThan(1.25);
    for (const level of [0.01, 1e-4, 1e-6]) {
      expect(timesTooSure(EVEN, saddlepointRanks, level)).toBeGreaterThan(0.85);
      expect(timesTooSure(EVEN, saddlepointRanks, level)).toBeLessThan(1.15);
    }
  });

  it('shares are not too sure when asked for the exact test', () => {
    const pairs = Array.from({ length: 61 }, (_, hits) => ({
      chance: Math.exp(lnChoose(300, hits) + lnChoose(900, 60 - hits) - lnChoose(1200, 60)),
      a: { count: hits, of: 300 },
      b: { count: 60 - hits, of: 900 },
    }));
    const too = (exactBelow: number): number =>
      pairs.filter(({ a, b }) => sameShare(a, b, exactBelow) <= 1e-6).reduce((sum, { chance }) => sum + chance, 0) /
      1e-6;
    expect(too(0)).toBeGreaterThan(1.5);
    expect(too(0.01)).toBeLessThanOrEqual(1);
  });
});

describe('laws', () => {
  const rows = fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { minLength: 2, maxLength: 8 });
  const filled = rows
    .map((pairs) => ({ baseline: pairs.map(([was]) => was), now: pairs.map(([, is]) => is) }))
    .filter(({ baseline, now }) => baseline.some(Boolean) && now.some(Boolean));

  it('each is a probability, and the same whichever sample comes first', () => {
    fc.assert(
      fc.property(filled, ({ baseline, now }) => {
        for (const test of [exactLevels, saddlepointRanks]) {
          const p = test({ baseline, now }) ?? Number.NaN;
          expect(p).toBeGreaterThanOrEqual(0);
          expect(p).toBeLessThanOrEqual(1);
          const turned = test({ baseline: now, now: baseline }) ?? Number.NaN;
          expect(Math.abs(Math.log(turned) - Math.log(p))).toBeLessThan(0.02);
        }
      }),
    );
  });

  it('ranks in another direction are as sure', () => {
    fc.assert(
      fc.property(filled, ({ baseline, now }) => {
        const turned = saddlepointRanks({ baseline: baseline.toReversed(), now: now.toReversed() }) ?? Number.NaN;
        const p = saddlepointRanks({ baseline, now }) ?? Number.NaN;
        expect(Math.abs(Math.log(turned) - Math.log(p))).toBeLessThan(0.02);
      }),
    );
  });

  it('of two levels both are the hypergeometric test', () => {
    const table = { baseline: [300, 155], now: [100, 100] };
    const p = hypergeometric({ all: 655, marked: 400, drawn: 200 }, 100);
    expect(exactLevels(table)).toBeCloseTo(p, 12);
    expect(saddlepointRanks(table)).toBeCloseTo(p, 12);
  });

  it('a square and its tail belong together', () => {
    for (const p of [1, 0.9, 0.05, 1e-6, 1e-200]) expect(gammaUpper(0.5, chiSquarePoint(p) / 2) / p).toBeCloseTo(1, 9);
  });

  it('of millions of rows, of samples that have nothing in common, and of empty ones', () => {
    expect(saddlepointRanks({ baseline: [1e8, 1e8, 1e8], now: [1e7, 1e7, 1.01e7] })).toBeLessThan(1e-80);
    expect(saddlepointRanks({ baseline: [500, 0, 0], now: [0, 200, 300] })).toBeLessThan(1e-200);
    expect(saddlepointRanks({ baseline: [0, 0], now: [3, 4] })).toBeUndefined();
    expect(saddlepointRanks({ baseline: [3], now: [4] })).toBe(1);
    expect(exactLevels({ baseline: [0, 0], now: [3, 4] })).toBeUndefined();
    expect(exactLevels({ baseline: [3], now: [4] })).toBe(1);
    expect(exactLevels({ baseline: [1e8, 1e8, 1e8], now: [1e7, 1e7, 1.01e7] })).toBeLessThan(1e-80);
  });
});
