/** Tests for a decline: worked examples, laws, and their level where nothing declined (fixed seeds). */
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../../lib/core/evaluation/random.ts';
import type { BinaryRows } from '../../../../lib/core/evaluation/rows.ts';
import { errorGrowth } from '../../../../lib/core/performance/decline/error-growth.ts';
import { rankingDecline } from '../../../../lib/core/performance/decline/ranking-decline.ts';
import { type Share, shareDecline } from '../../../../lib/core/performance/decline/share-decline.ts';
import { WATCHED_BINARY } from '../../../../lib/core/performance/decline/watched-metrics.ts';
import { withoutSkew } from '../../../../lib/core/performance/decline/without-skew.ts';

const draws = (seed: string) => {
  const random = seededRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return {
    random,
    share: (rows: number, chance: number): Share => {
      let right = 0;
      for (let row = 0; row < rows; row++) if (random() < chance) right += 1;
      return { right, rows };
    },
    errors: (rows: number, spread: number) => Float64Array.from({ length: rows }, () => Math.exp(spread * normal())),
    /** Scores of two normal laws `apart` from each other. */
    binary: (rows: number, positive: number, apart: number): BinaryRows => {
      const found = {
        actual: new Uint8Array(rows),
        predicted: new Uint8Array(rows),
        scores: new Float64Array(rows),
      };
      for (let row = 0; row < rows; row++) {
        found.actual[row] = random() < positive ? 1 : 0;
        found.scores[row] = normal() + apart * (found.actual[row] ?? 0);
        found.predicted[row] = (found.scores[row] ?? 0) > apart / 2 ? 1 : 0;
      }
      return found;
    },
  };
};

/** Share of p-values that are at most 0.05 and 0.01. */
function called(times: number, p: () => number | undefined): [number, number] {
  const found = Array.from({ length: times }, () => p() ?? 1);
  return [found.filter((one) => one <= 0.05).length / times, found.filter((one) => one <= 0.01).length / times];
}

describe('a share', () => {
  test('is the worked example; without margin and skewness the pooled test of two proportions', () => {
    expect(shareDecline({ right: 90, rows: 100 }, { right: 75, rows: 100 }, 0.05)).toBeCloseTo(0.029485, 5);
    // z = 0.15 / sqrt(0.825 * 0.175 * 2 / 100) = 2.7915, and the skewness is 0 for equal shares of equal rows.
    expect(shareDecline({ right: 90, rows: 100 }, { right: 75, rows: 100 }, 0)).toBeCloseTo(0.0026236, 6);
  });

  test.each([
    [{ right: 180, rows: 200 }, { right: 150, rows: 200 }, 0.02],
    [{ right: 960, rows: 1000 }, { right: 180, rows: 200 }, 0.005],
    [{ right: 100, rows: 100 }, { right: 40, rows: 50 }, 0.1],
  ])('of %j to %j has the likeliest shares that differ by the margin %f', (before, now, margin) => {
    const log = (of: number, chance: number): number => (of === 0 ? 0 : of * Math.log(chance));
    const likelihood = (share: number): number =>
      log(before.right, share) +
      log(before.rows - before.right, 1 - share) +
      log(now.right, share - margin) +
      log(now.rows - now.right, 1 - share + margin);
    // By search: what the cubic gives in closed form.
    let best = margin;
    for (let share = margin + 1e-5; share < 1; share += 1e-5) if (likelihood(share) > likelihood(best)) best = share;
    const [a, b] = [best, best - margin];
    const variance = (a * (1 - a)) / before.rows + (b * (1 - b)) / now.rows;
    const third = (a * (1 - a) * (1 - 2 * a)) / before.rows ** 2 - (b * (1 - b) * (1 - 2 * b)) / now.rows ** 2;
    const z = (before.right / before.rows - margin - now.right / now.rows) / Math.sqrt(variance);
    const p = shareDecline(before, now, margin) ?? 1;
    const corrected = withoutSkew(z, third / variance ** 1.5);
    // Normal tail by Abramowitz and Stegun 26.2.17.
    const t = 1 / (1 + 0.2316419 * corrected);
    const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    const tail = (Math.exp(-(corrected ** 2) / 2) / Math.sqrt(2 * Math.PI)) * poly;
    expect(p / tail).toBeCloseTo(1, 2);
  });

  test('that could not have strayed is told apart from one that has', () => {
    expect(shareDecline({ right: 9, rows: 9 }, { right: 9, rows: 9 }, 0)).toBe(1);
    expect(shareDecline({ right: 9, rows: 9 }, { right: 0, rows: 0 }, 0)).toBeUndefined();
  });

  test.each([
    [2000, 200, 0.85],
    [400, 3000, 0.9],
    [2000, 300, 0.97],
  ])('of %i and %i rows keeps its level where %f are right before and now', (before, now, chance) => {
    const { share } = draws(`${before}/${now}/${chance}`);
    const [five, one] = called(1500, () => shareDecline(share(before, chance), share(now, chance - 0.005), 0.005));
    expect(five).toBeLessThan(0.067);
    expect(five).toBeGreaterThan(0.02);
    expect(one).toBeLessThan(0.018);
  });
});

describe('an order of scores', () => {
  test('keeps its level, also where few rows were held out', () => {
    const { binary } = draws('order');
    const [five, one] = called(250, () => rankingDecline(binary(300, 0.3, 1.5), binary(900, 0.3, 1.5), 0));
    expect(five).toBeLessThan(0.09);
    expect(five).toBeGreaterThan(0.01);
    expect(one).toBeLessThan(0.03);
  });

  test('needs rows of both labels, and takes a perfect one for what it is', () => {
    const { binary } = draws('few');
    const many = binary(1000, 0.5, 2);
    expect(rankingDecline(many, binary(100, 0.2, 2), 0)).toBeUndefined();
    const perfect = { ...many, scores: Float64Array.from(many.actual) };
    expect(rankingDecline(many, perfect, 0)).toBe(0.5);
    expect(rankingDecline(perfect, many, 0)).toBeLessThan(1e-6);
    expect(rankingDecline(perfect, perfect, 0)).toBe(0.5);
  });
});

describe('errors', () => {
  test('of a heavy tail keep the level, and a fifth more is found', () => {
    const { errors } = draws('errors');
    const [five, one] = called(400, () => errorGrowth(errors(400, 1), errors(800, 1), 0));
    expect(five).toBeLessThan(0.08);
    expect(one).toBeLessThan(0.03);
    const before = errors(2000, 0.6);
    const more = errors(2000, 0.6).map((error) => 1.2 * error);
    expect(errorGrowth(before, more, 0.02)).toBeLessThan(1e-4);
    expect(errorGrowth(before, before, 0)).toBeCloseTo(0.5, 12);
  });

  test('without a spread of their own have one together', () => {
    const ones = Float64Array.of(1, 1, 1);
    expect(errorGrowth(ones, Float64Array.of(2, 2, 2), 0.1)).toBeLessThan(0.05);
    expect(errorGrowth(ones, ones, 0.1)).toBeGreaterThan(0.9);
    expect(errorGrowth(ones, Float64Array.of(1), 0)).toBeUndefined();
  });
});

test('five points at 2,000 labels are found at the level of a day, mostly', () => {
  const { share } = draws('power');
  const level = 1 / 365.25 / WATCHED_BINARY.length;
  const [{ margin = 0 } = {}] = WATCHED_BINARY;
  let found = 0;
  for (let i = 0; i < 300; i++)
    if ((shareDecline(share(5000, 0.85), share(2000, 0.8), margin) ?? 1) <= level) found += 1;
  expect(found / 300).toBeGreaterThan(0.85);
});
