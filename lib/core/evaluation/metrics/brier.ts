import { column, sumMetric } from '../metric.ts';
import type { BinaryRows } from '../rows.ts';

/**
 * Brier score: mean squared distance of the score from 1 (positive) or 0 (negative). Brier 1950. Interval: bootstrap.
 * @example scores .9 .2 of labels 1 0 // 0.025
 */
export const brier = sumMetric<BinaryRows>({
  name: 'brier',
  better: 'lower',
  terms: (rows) => [column(rows, (row) => ((rows.scores[row] ?? 0) - (rows.actual[row] ?? 0)) ** 2)],
  from: ([error = 0], rows) => error / rows,
});
