import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auc } from '../../../../lib/core/evaluation/metrics/auc.ts';
import { BINARY_METRICS, REGRESSION_METRICS } from '../../../../lib/core/evaluation/metrics/registry.ts';
import { seededRandom } from '../../../../lib/core/evaluation/random.ts';
import { binary, candidate, champion, regression } from './rows.ts';

const random = () => seededRandom('test');

// sklearn.metrics: roc_auc_score, log_loss, accuracy_score, precision_score, recall_score, f1_score, brier_score_loss
const EXPECTED: Record<string, number> = {
  auc: 0.8571428571428572,
  logloss: 0.4468394830132443,
  accuracy: 0.75,
  precision: 0.8333333333333334,
  recall: 0.7142857142857143,
  f1: 0.7692307692307693,
  brier: 0.14645833333333336,
  prevalence: 7 / 12,
  rmse: 0.7059272861515791,
  mae: 0.6166666666666667,
  r2: 0.9571837708830548,
  mape: 0.3201058201058201,
};

describe('metrics have the values of scikit-learn and an interval around them', () => {
  it.each(BINARY_METRICS.map((metric) => [metric.name, metric] as const))('%s', (name, metric) => {
    const estimate = metric.estimate(candidate, random());
    expect(estimate?.value).toBeCloseTo(EXPECTED[name] ?? Number.NaN, 12);
    expect(estimate?.low).toBeLessThan(estimate?.value ?? Number.NaN);
    expect(estimate?.high).toBeGreaterThan(estimate?.value ?? Number.NaN);
  });
  it.each(REGRESSION_METRICS.map((metric) => [metric.name, metric] as const))('%s', (name, metric) => {
    const estimate = metric.estimate(regression, random());
    expect(estimate?.value).toBeCloseTo(EXPECTED[name] ?? Number.NaN, 12);
    expect(estimate?.low).toBeLessThan(estimate?.value ?? Number.NaN);
    expect(estimate?.high).toBeGreaterThan(estimate?.value ?? Number.NaN);
  });
});

describe('AUC by DeLong', () => {
  // Brute force in NumPy: covariance of the structural components over all pairs of rows.
  it('interval on the logit scale', () => {
    const estimate = auc.estimate(candidate, random());
    expect(estimate?.low).toBeCloseTo(0.499636039420224, 9);
    expect(estimate?.high).toBeCloseTo(0.9730112302848285, 9);
  });
  it('paired difference', () => {
    const difference = auc.difference(candidate, champion, random());
    expect(difference?.value).toBeCloseTo(-0.04285714285714293, 12);
    expect(difference?.low).toBeCloseTo(-0.1892420662697384, 9);
    expect(difference?.high).toBeCloseTo(0.10352778055545256, 9);
  });
  it('a perfect AUC of few rows is not certain', () => {
    const estimate = auc.estimate(binary([0, 0, 0, 1, 1, 1], [0.1, 0.2, 0.3, 0.7, 0.8, 0.9]), random());
    expect(estimate?.value).toBe(1);
    expect(estimate?.low).toBeLessThan(0.5);
    expect(estimate?.high).toBe(1);
  });
  it('is not changed by a monotone transform of the scores, and is mirrored by turning them round', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 20 })), { minLength: 2, maxLength: 60 }),
        (rows) => {
          const labels = rows.map(([label]) => label);
          fc.pre(labels.includes(0) && labels.includes(1));
          const of = (transform: (score: number) => number) =>
            auc.estimate(
              binary(
                labels,
                rows.map(([, score]) => transform(score / 20)),
              ),
              random(),
            );
          const plain = of((score) => score);
          expect(of((score) => score ** 3)).toEqual(plain);
          expect(of((score) => 1 - score)?.value).toBeCloseTo(1 - (plain?.value ?? Number.NaN), 12);
        },
      ),
    );
  });
});

describe('not defined', () => {
  it.each([
    ['auc', [1, 1], [0.1, 0.9]],
    ['precision', [1, 0], [0.1, 0.2]],
    ['recall', [0, 0], [0.1, 0.9]],
    ['f1', [0, 0], [0.1, 0.2]],
  ] as const)('%s', (name, labels, scores) => {
    const metric = BINARY_METRICS.find((each) => each.name === name);
    expect(metric?.estimate(binary(labels, scores), random())).toBeUndefined();
  });
  it.each([
    ['r2', [5, 5], [4, 6]],
    ['mape', [0, 5], [4, 6]],
    ['rmse', [0, 5], [1e200, 6]],
  ] as const)('%s', (name, actual, predicted) => {
    const metric = REGRESSION_METRICS.find((each) => each.name === name);
    const rows = { actual: Float64Array.from(actual), predicted: Float64Array.from(predicted) };
    expect(metric?.estimate(rows, random())).toBeUndefined();
  });
});
