import { column, sumMetric } from '../metric.ts';
import type { BinaryRows } from '../rows.ts';

/**
 * Share of rows whose predicted label is right. Interval: Wilson.
 * @example predicted 1 0 0 of labels 1 0 1 // 0.6667
 */
export const accuracy = sumMetric<BinaryRows>({
  name: 'accuracy',
  better: 'higher',
  terms: (rows) => [column(rows, (row) => (rows.predicted[row] === rows.actual[row] ? 1 : 0))],
  from: ([right = 0], rows) => right / rows,
  proportion: ([right = 0], rows) => ({ successes: right, trials: rows }),
});
