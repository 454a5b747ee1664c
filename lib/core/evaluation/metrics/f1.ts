import { column, sumMetric } from '../metric.ts';
import type { BinaryRows } from '../rows.ts';

/**
 * F1: harmonic mean of precision and recall, 2 hits / (predicted positive + positive). Not defined when both are none.
 * Interval: bootstrap, for it is not a proportion of independent rows.
 * @example predicted 1 1 0 of labels 1 0 1 // 0.5
 */
export const f1 = sumMetric<BinaryRows>({
  name: 'f1',
  better: 'higher',
  terms: (rows) => [
    column(rows, (row) => (rows.predicted[row] === 1 && rows.actual[row] === 1 ? 1 : 0)),
    rows.predicted,
    rows.actual,
  ],
  from: ([hits = 0, predicted = 0, positive = 0]) =>
    predicted + positive === 0 ? undefined : (2 * hits) / (predicted + positive),
});
