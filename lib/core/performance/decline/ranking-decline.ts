import { normalTail } from '../../drift/statistics/normal.ts';
import { covariance, type Placements, placements } from '../../evaluation/delong.ts';
import type { BinaryRows } from '../../evaluation/rows.ts';

/** Of the rarer label: with fewer rows DeLong's variance is itself too much by chance. */
const LEAST_OF_A_LABEL = 50;

/**
 * P-value of "the AUC now is at most `margin` below the one before", one-sided, of other rows: the distance of their logits
 * in standard errors, from DeLong's variances (DeLong, DeLong and Clarke-Pearson, Biometrics 44, 1988; on the logit scale
 * Qin and Hotilovac 2008). On the plain scale an AUC that is high by chance has a small variance too, and would be called
 * four times as often as the level says where 400 rows were held out.
 * @param margin at least 0
 * @returns undefined where a side has fewer than 50 rows of a label
 */
export function rankingDecline(before: BinaryRows, now: BinaryRows, margin: number): number | undefined {
  const was = placements(before);
  const is = placements(now);
  if (!was || !is) return undefined;
  const rarest = Math.min(was.positives.length, was.negatives.length, is.positives.length, is.negatives.length);
  if (rarest < LEAST_OF_A_LABEL) return undefined;
  const expected = was.auc - margin;
  if (expected <= is.auc) return normalTail(0);
  // Nothing is below 0, and a perfect AUC is taken as half a pair from it: neither has a logit.
  const half = 0.5 / (is.positives.length * is.negatives.length);
  const [high, low] = [Math.min(expected, 1 - half), Math.max(is.auc, half)];
  const variance = onLogit(was, high) + onLogit(is, low);
  if (variance <= 0) return 0;
  return normalTail((logit(high) - logit(low)) / Math.sqrt(variance));
}

const logit = (share: number): number => Math.log(share / (1 - share));
const onLogit = (placed: Placements, at: number): number => covariance(placed, placed) / (at * (1 - at)) ** 2;
