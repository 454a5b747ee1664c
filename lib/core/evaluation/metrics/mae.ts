import { column, sumMetric } from '../metric.ts';
import type { RegressionRows } from '../rows.ts';

/**
 * Mean absolute error, in the unit of the target. Interval: bootstrap.
 * @example predicted 2 5 of 1 7 // 1.5
 */
export const mae = sumMetric<RegressionRows>({
  name: 'mae',
  better: 'lower',
  terms: (rows) => [column(rows, (row) => Math.abs((rows.predicted[row] ?? 0) - (rows.actual[row] ?? 0)))],
  from: ([errors = 0], rows) => errors / rows,
});
