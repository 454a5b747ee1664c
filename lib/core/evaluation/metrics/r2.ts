import { column, sumMetric } from '../metric.ts';
import type { RegressionRows } from '../rows.ts';

/**
 * Coefficient of determination: 1 - squared errors / squared distances from the mean; 0 is as good as the mean, below 0
 * worse. Not defined when all true values are equal. Interval: bootstrap.
 * @example predicted 2 5 of 1 7 // 0.7222
 */
export const r2 = sumMetric<RegressionRows>({
  name: 'r2',
  better: 'higher',
  terms: (rows) => {
    // Sums of squares around any fixed value near the data keep their digits; around 0 they cancel.
    const shift = rows.actual[0] ?? 0;
    return [
      column(rows, (row) => ((rows.predicted[row] ?? 0) - (rows.actual[row] ?? 0)) ** 2),
      column(rows, (row) => (rows.actual[row] ?? 0) - shift),
      column(rows, (row) => ((rows.actual[row] ?? 0) - shift) ** 2),
    ];
  },
  from: ([errors = 0, sum = 0, squares = 0], rows) => {
    const total = squares - sum ** 2 / rows;
    return total > 0 ? 1 - errors / total : undefined;
  },
});
