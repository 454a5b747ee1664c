import { describe, expect, it } from 'vitest';
import { bootstrap, wilson } from '../../../../lib/core/evaluation/intervals.ts';
import { sumMetric } from '../../../../lib/core/evaluation/metric.ts';
import { accuracy } from '../../../../lib/core/evaluation/metrics/accuracy.ts';
import { seededRandom } from '../../../../lib/core/evaluation/random.ts';
import { binary } from './rows.ts';

describe('wilson', () => {
  // scipy.stats.binomtest(k, n).proportion_ci(method='wilson')
  it.each([
    [8, 10, 0.4901624715366418, 0.9433178485456248],
    [0, 5, 0, 0.43448246478317476],
    [5, 5, 0.5655175352168251, 1],
    [97, 114, 0.774116058983086, 0.9047621626598321],
  ])('%i of %i', (successes, trials, low, high) => {
    const interval = wilson(successes, trials);
    expect(interval.low).toBeCloseTo(low, 9);
    expect(interval.high).toBeCloseTo(high, 9);
  });
});

describe('bootstrap', () => {
  const mean = ([sum = 0]: readonly number[], rows: number) => sum / rows;

  // With 5,000 rows the rows are grouped: the width must still be that of single rows.
  it.each([300, 5_000])('of a mean of %i rows is as wide as the normal interval', (rows) => {
    const random = seededRandom(`values ${rows}`);
    const values = Float64Array.from({ length: rows }, random);
    const interval = bootstrap([values], rows, mean, seededRandom('bootstrap'));
    const expected = (2 * 1.96 * Math.sqrt(1 / 12)) / Math.sqrt(rows);
    const width = (interval?.high ?? 0) - (interval?.low ?? 0);
    expect(width / expected).toBeGreaterThan(0.8);
    expect(width / expected).toBeLessThan(1.25);
  });
  it('is the same for the same seed and another for another', () => {
    const values = Float64Array.from({ length: 50 }, seededRandom('values'));
    const of = (seed: string) => bootstrap([values], 50, mean, seededRandom(seed));
    expect(of('a')).toEqual(of('a'));
    expect(of('a')).not.toEqual(of('b'));
  });
  it('is given up when the statistic is mostly not defined', () => {
    expect(bootstrap([Float64Array.of(1, 2)], 2, () => undefined, seededRandom('a'))).toBeUndefined();
  });
});

describe('paired difference', () => {
  const labels = Array.from({ length: 200 }, (_, row) => row % 2);
  const scores = Array.from({ length: 200 }, (_, row) => (row % 5 === 0 ? 1 - (row % 2) : row % 2));
  const rows = binary(labels, scores);

  it('of a model with itself is nothing, however uncertain the metric', () => {
    expect(accuracy.difference(rows, rows, seededRandom('a'))).toEqual({ value: 0, low: 0, high: 0 });
  });
  it('is narrower than the metric when the models agree on most rows', () => {
    const better = binary(
      labels,
      scores.map((score, row) => (row === 0 ? 0 : score)),
    );
    const difference = accuracy.difference(better, rows, seededRandom('a'));
    expect(difference?.value).toBeCloseTo(1 / 200, 12);
    expect(difference?.low).toBeGreaterThanOrEqual(0);
    expect(difference?.high).toBeLessThan(0.03);
  });
});

it('an interval never leaves out its value', () => {
  const skewed = sumMetric<{ actual: Float64Array }>({
    name: 'skewed',
    better: 'higher',
    terms: (rows) => [rows.actual],
    // Larger on the rows themselves than on any draw of them: the draws of 3 rows hardly ever sum to exactly 6.
    from: ([sum = 0]) => (sum === 6 ? 100 : 0),
  });
  const estimate = skewed.estimate({ actual: Float64Array.of(6, 0, 0, 0, 0, 0, 0, 0, 0, 0) }, seededRandom('a'));
  expect(estimate?.value).toBe(100);
  expect(estimate?.high).toBe(100);
});
