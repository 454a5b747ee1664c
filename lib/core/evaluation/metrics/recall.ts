import { column, sumMetric } from '../metric.ts';
import type { BinaryRows } from '../rows.ts';

/**
 * Share of the positive rows that are predicted positive. Not defined when no row is positive. Interval: Wilson.
 * @example predicted 1 1 0 of labels 1 0 1 // 0.5
 */
export const recall = sumMetric<BinaryRows>({
  name: 'recall',
  better: 'higher',
  terms: (rows) => [column(rows, (row) => (rows.predicted[row] === 1 && rows.actual[row] === 1 ? 1 : 0)), rows.actual],
  from: ([hits = 0, positive = 0]) => (positive === 0 ? undefined : hits / positive),
  proportion: ([hits = 0, positive = 0]) => ({ successes: hits, trials: positive }),
});
