import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinBins, poolLevels } from '../../../../lib/core/drift/groups.ts';
import { total } from '../../../../lib/core/drift/statistics/counts.ts';

describe('bins of a number', () => {
  it('become about ten groups; those outside the baseline stay apart', () => {
    const joined = joinBins({ baseline: [0, ...new Array(256).fill(4), 0], now: [3, ...new Array(256).fill(2), 5] });
    expect(joined.baseline.length).toBe(12);
    expect([joined.baseline[0], joined.now[0]]).toEqual([0, 3]);
    expect([joined.baseline.at(-1), joined.now.at(-1)]).toEqual([0, 5]);
  });
  it('a constant keeps three groups: below, at, above', () => {
    expect(joinBins({ baseline: [0, 500, 0], now: [1, 300, 199] })).toEqual({
      baseline: [0, 500, 0],
      now: [1, 300, 199],
    });
  });
  it('lose nobody', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { minLength: 1, maxLength: 40 }), (bins) => {
        const before = { baseline: bins.map(([a]) => a), now: bins.map(([, b]) => b) };
        const joined = joinBins(before);
        expect(total(joined.baseline)).toBe(total(before.baseline));
        expect(total(joined.now)).toBe(total(before.now));
        expect(joined.baseline.length).toBeLessThanOrEqual(13);
      }),
    );
  });
});

describe('rare levels', () => {
  it('are pooled with the rest', () => {
    const pooled = poolLevels({ baseline: [500, 300, 3, 2], now: [100, 50, 1, 0] }, { baseline: 195, now: 49 });
    expect(pooled).toEqual({ baseline: [500, 300, 200], now: [100, 50, 50] });
  });
  it('join the smallest level when they are too few even together', () => {
    const pooled = poolLevels({ baseline: [500, 300, 3], now: [500, 300, 1] }, { baseline: 0, now: 0 });
    expect(pooled).toEqual({ baseline: [500, 303], now: [500, 301] });
  });
  it('a new level that is common is a group of its own', () => {
    const pooled = poolLevels({ baseline: [500, 0], now: [400, 100] }, { baseline: 0, now: 0 });
    expect(pooled).toEqual({ baseline: [500, 0], now: [400, 100] });
  });
  it('a column of names is one group: seen once before, not seen now, says nothing', () => {
    const pooled = poolLevels(
      {
        baseline: [...new Array(200).fill(1), ...new Array(300).fill(0)],
        now: [...new Array(200).fill(0), ...new Array(300).fill(1)],
      },
      { baseline: 255, now: 0 },
    );
    expect(pooled).toEqual({ baseline: [455], now: [300] });
  });
});
