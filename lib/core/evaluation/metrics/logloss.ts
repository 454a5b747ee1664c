import { column, sumMetric } from '../metric.ts';
import type { BinaryRows } from '../rows.ts';

/**
 * Mean of -ln(probability given to what was true). Probabilities are kept 2^-52 away from 0 and 1, as scikit-learn does,
 * so that one sure mistake costs 36 and not infinity. Interval: bootstrap.
 * @example scores .9 .2 of labels 1 0 // 0.1643
 */
export const logloss = sumMetric<BinaryRows>({
  name: 'logloss',
  better: 'lower',
  terms: (rows) => [
    column(rows, (row) => {
      const score = Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, rows.scores[row] ?? 0));
      return rows.actual[row] === 1 ? -Math.log(score) : -Math.log1p(-score);
    }),
  ],
  from: ([loss = 0], rows) => loss / rows,
});
