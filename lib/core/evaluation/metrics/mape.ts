import { column, sumMetric } from '../metric.ts';
import type { RegressionRows } from '../rows.ts';

/**
 * Mean absolute percentage error, as a share: 0.1 is 10 %. Not defined when a true value is 0. Interval: bootstrap.
 * @example predicted 2 5 of 1 7 // 0.6429
 */
export const mape = sumMetric<RegressionRows>({
  name: 'mape',
  better: 'lower',
  terms: (rows) => [
    column(rows, (row) => {
      const actual = rows.actual[row] ?? 0;
      return actual === 0 ? Number.NaN : Math.abs(((rows.predicted[row] ?? 0) - actual) / actual);
    }),
  ],
  from: ([errors = 0], rows) => (Number.isNaN(errors) ? undefined : errors / rows),
});
