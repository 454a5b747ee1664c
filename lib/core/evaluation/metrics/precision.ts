import { column, sumMetric } from '../metric.ts';
import type { BinaryRows } from '../rows.ts';

/**
 * Share of the rows predicted positive that are positive. Not defined when none is predicted positive. Interval: Wilson.
 * @example predicted 1 1 0 of labels 1 0 1 // 0.5
 */
export const precision = sumMetric<BinaryRows>({
  name: 'precision',
  better: 'higher',
  terms: (rows) => [
    column(rows, (row) => (rows.predicted[row] === 1 && rows.actual[row] === 1 ? 1 : 0)),
    rows.predicted,
  ],
  from: ([hits = 0, predicted = 0]) => (predicted === 0 ? undefined : hits / predicted),
  proportion: ([hits = 0, predicted = 0]) => ({ successes: hits, trials: predicted }),
});
