import { sumMetric } from '../metric.ts';
import type { BinaryRows } from '../rows.ts';

/**
 * Share of positive rows: says nothing of the model, but most other numbers cannot be read without it. Interval: Wilson.
 * @example labels 1 0 1 // 0.6667
 */
export const prevalence = sumMetric<BinaryRows>({
  name: 'prevalence',
  better: 'neither',
  terms: (rows) => [rows.actual],
  from: ([positive = 0], rows) => positive / rows,
  proportion: ([positive = 0], rows) => ({ successes: positive, trials: rows }),
});
