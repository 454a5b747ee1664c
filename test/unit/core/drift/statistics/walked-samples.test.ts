/** One walk of the kernel over two samples says what their placed counts say. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { takeArena } from '../../../../../lib/core/data/kernel/arena.ts';
import { kolmogorovSmirnov, kolmogorovSmirnovOf } from '../../../../../lib/core/drift/statistics/kolmogorov-smirnov.ts';
import { placedCounts } from '../../../../../lib/core/drift/statistics/placed-counts.ts';
import { rankSum, rankSumOf } from '../../../../../lib/core/drift/statistics/rank-sum.ts';
import { walkSamples } from '../../../../../lib/core/drift/statistics/walked-samples.ts';
import { runs } from '../../../../_properties.ts';

/** Ties within a sample and between both, both zeros, the ends of the line. */
const value = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(-0, 0, -Number.MAX_VALUE, Number.MAX_VALUE, 0.1, -0.1),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const sample = fc.array(value, { maxLength: 60 }).map((values) => Float64Array.from(values).sort());

it('to the last bit', () => {
  fc.assert(
    fc.property(sample, sample, (baseline, now) => {
      const [placed, walked] = [placedCounts({ baseline, now }), walkSamples({ baseline, now })];
      expect(kolmogorovSmirnovOf(walked)).toEqual(kolmogorovSmirnov(placed));
      expect(rankSumOf(walked)).toEqual(rankSum(placed));
    }),
    { numRuns: runs(200) },
  );
});

it('of values that lie in the memory of the kernel too', () => {
  const arena = takeArena();
  const [baseline, now] = [arena.numbers(3), arena.numbers(2)];
  baseline.set([1, 2, 2]);
  now.set([2, 5]);
  const walked = { n: 3, m: 2, distance: 3, pairs: 5, ties: 24 };
  expect(walkSamples({ baseline, now }, arena)).toEqual(walked);
  expect(walkSamples({ baseline: baseline.slice(), now: now.slice() })).toEqual(walked);
  arena.release();
});
