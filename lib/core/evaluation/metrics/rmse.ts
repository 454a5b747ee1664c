import { column, sumMetric } from '../metric.ts';
import type { RegressionRows } from '../rows.ts';

/**
 * Root of the mean squared error, in the unit of the target. Interval: bootstrap.
 * @example predicted 2 5 of 1 7 // 1.5811
 */
export const rmse = sumMetric<RegressionRows>({
  name: 'rmse',
  better: 'lower',
  terms: (rows) => [column(rows, (row) => ((rows.predicted[row] ?? 0) - (rows.actual[row] ?? 0)) ** 2)],
  from: ([squares = 0], rows) => Math.sqrt(squares / rows),
});
