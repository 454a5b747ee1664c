import { covariance, placements } from '../delong.ts';
import { type Interval, wilson, Z } from '../intervals.ts';
import type { Metric } from '../metric.ts';
import type { BinaryRows } from '../rows.ts';

/**
 * Area under the ROC curve: the chance that a positive row is scored above a negative one, ties counted half. Not
 * defined unless both labels are there.
 *
 * Interval: DeLong's variance on the logit scale (Qin and Hotilovac 2008), which stays within 0 and 1 and covers better
 * near 1 than the plain one. A perfect AUC has no variance; it gets Wilson's interval for as many trials as the rarer
 * label has rows, which is wide on purpose. Difference: DeLong's paired test, normal interval.
 * @example scores .1 .4 .35 .8 of labels 0 0 1 1 // 0.75
 */
export const auc: Metric<BinaryRows> = {
  name: 'auc',
  better: 'higher',
  estimate(rows) {
    const placed = placements(rows);
    if (!placed) return undefined;
    const rarer = Math.min(placed.positives.length, placed.negatives.length);
    return { value: placed.auc, ...interval(placed.auc, covariance(placed, placed), rarer) };
  },
  difference(candidate, champion) {
    const ours = placements(candidate);
    const theirs = placements(champion);
    if (!ours || !theirs) return undefined;
    const value = ours.auc - theirs.auc;
    const variance = covariance(ours, ours) + covariance(theirs, theirs) - 2 * covariance(ours, theirs);
    const half = Z * Math.sqrt(Math.max(0, variance));
    return { value, low: Math.max(-1, value - half), high: Math.min(1, value + half) };
  },
};

function interval(value: number, variance: number, rarer: number): Interval {
  if (value === 0 || value === 1) return wilson(value * rarer, rarer);
  const logit = Math.log(value / (1 - value));
  const half = (Z * Math.sqrt(variance)) / (value * (1 - value));
  return { low: logistic(logit - half), high: logistic(logit + half) };
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
