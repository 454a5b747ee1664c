/** Performance that is estimated without labels. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrationError } from '../../../../lib/core/performance/calibration-error.ts';
import { estimatePerformance, fitEstimator } from '../../../../lib/core/performance/cbpe.ts';
import { expectedMetrics } from '../../../../lib/core/performance/expected.ts';
import { calibrated, fitIsotonic } from '../../../../lib/core/performance/isotonic.ts';
import { cbpe } from '../../../prove/monitoring/cbpe/cbpe.ts';

/** Rows with ties: scores have one digit. */
const rows = fc.array(
  fc.record({ score: fc.nat({ max: 10 }).map((n) => n / 10), positive: fc.boolean(), predicted: fc.boolean() }),
  { minLength: 1, maxLength: 60 },
);
type Rows = typeof rows extends fc.Arbitrary<infer T> ? T : never;
const arrays = (of: Rows) => ({
  scores: Float64Array.from(of, ({ score }) => score),
  actual: Uint8Array.from(of, ({ positive }) => Number(positive)),
  predicted: Uint8Array.from(of, ({ predicted }) => Number(predicted)),
});
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

describe('isotonic regression', () => {
  it('is the worked example', () => {
    const line = fitIsotonic(Float64Array.of(0.3, 0.1, 0.4, 0.2), Uint8Array.of(0, 0, 1, 1));
    expect(line).toEqual({ scores: [0.1, 0.2, 0.3, 0.4], shares: [0, 0.5, 0.5, 1] });
    expect([0, 0.15, 0.25, 0.35, 2].map((score) => calibrated(line, score))).toEqual([
      0,
      expect.closeTo(0.25, 12),
      0.5,
      expect.closeTo(0.75, 12),
      1,
    ]);
  });

  it('is the max-min formula at every score', () => {
    fc.assert(
      fc.property(rows, (of) => {
        const { scores, actual } = arrays(of);
        const line = fitIsotonic(scores, actual);
        const different = [...new Set(scores)].sort((a, b) => a - b);
        const groups = different.map((score) =>
          of.filter((row) => row.score === score).map((row) => Number(row.positive)),
        );
        const share = (from: number, to: number): number => {
          const all = groups.slice(from, to + 1).flat();
          return sum(all) / all.length;
        };
        different.forEach((score, i) => {
          const expected = Math.max(
            ...groups
              .slice(0, i + 1)
              .map((_, from) => Math.min(...groups.slice(i).map((__, to) => share(from, i + to)))),
          );
          expect(calibrated(line, score)).toBeCloseTo(expected, 12);
        });
      }),
    );
  });
});

describe('expected metrics', () => {
  it('are the measured ones when each row is sure', () => {
    fc.assert(
      fc.property(rows, (of) => {
        const { scores, actual, predicted } = arrays(of);
        const found = expectedMetrics({ scores, predicted }, Float64Array.from(actual));
        const [hits, positive, called] = [
          sum(of.map((r) => Number(r.positive && r.predicted))),
          sum([...actual]),
          sum([...predicted]),
        ];
        const right = sum(of.map((r) => Number(r.positive === r.predicted)));
        expect(found.accuracy).toBeCloseTo(right / of.length, 12);
        expect(found.precision).toEqual(called ? expect.closeTo(hits / called, 12) : undefined);
        expect(found.recall).toEqual(positive ? expect.closeTo(hits / positive, 12) : undefined);
        expect(found.f1).toEqual(called + positive ? expect.closeTo((2 * hits) / (called + positive), 12) : undefined);
      }),
    );
  });

  it('the AUC is the mean over all pairs, weighted by how likely they are a positive and a negative', () => {
    fc.assert(
      fc.property(rows, (of) => {
        const { scores, predicted } = arrays(of);
        const likely = scores.map((score) => 0.1 + 0.8 * score ** 2);
        let [won, pairs] = [0, 0];
        for (let i = 0; i < of.length; i++)
          for (let j = 0; j < of.length; j++) {
            const weight = (likely[i] ?? 0) * (1 - (likely[j] ?? 0));
            const [a = 0, b = 0] = [scores[i], scores[j]];
            won += weight * (a > b ? 1 : a === b ? 0.5 : 0);
            pairs += weight;
          }
        expect(expectedMetrics({ scores, predicted }, likely).auc).toBeCloseTo(won / pairs, 10);
      }),
    );
  });
});

describe('an estimate', () => {
  it('of the reference itself is what was measured there, where scores are calibrated', () => {
    const half = Array.from({ length: 400 }, (_, i) => ({
      score: (i % 20) / 100,
      positive: i % 20 >= 10 && i % 3 > 0,
      predicted: i % 20 >= 10,
    }));
    const reference = arrays(half);
    const estimator = fitEstimator(reference);
    expect(estimator.calibration).toBeDefined();
    const right = sum(half.map((row) => Number(row.positive === row.predicted))) / half.length;
    const { accuracy } = estimatePerformance(estimator, reference);
    expect(accuracy?.value).toBeCloseTo(right, 12);
    expect(accuracy?.error).toBeCloseTo(Math.sqrt((right * (1 - right)) / half.length), 12);
  });

  it('leaves out what the reference or the rows do not define', () => {
    const reference = {
      scores: Float64Array.of(0.1, 0.2),
      actual: Uint8Array.of(0, 0),
      predicted: Uint8Array.of(0, 0),
    };
    expect(Object.keys(estimatePerformance(fitEstimator(reference), reference))).toEqual(['accuracy']);
  });

  it('takes scores as they are where they are right already', () => {
    const scores = Float64Array.from({ length: 2000 }, (_, i) => (i % 2 === 0 ? 0.25 : 0.75));
    const actual = Uint8Array.from({ length: 2000 }, (_, i) => Number(i % 2 === 0 ? i % 8 === 0 : i % 8 !== 1));
    expect(calibrationError(scores, actual)).toBeCloseTo(0, 12);
    expect(fitEstimator({ scores, actual, predicted: actual }).calibration).toBeUndefined();
  });

  it("is NannyML's, of the figures that were kept", async () => {
    const [kept = ''] = cbpe.units(1, 1);
    expect(await cbpe.run(kept, 1, 1)).toMatchObject({ ok: true, count: 100 });
  });
});
