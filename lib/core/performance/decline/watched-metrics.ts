/** Which metrics are watched, and how a decline of each is tested and sized. */
import type { BinaryRows, RegressionRows } from '../../evaluation/rows.ts';
import { errorGrowth } from './error-growth.ts';
import { rankingDecline } from './ranking-decline.ts';
import { shareDecline } from './share-decline.ts';

export interface WatchedMetric<Rows> {
  readonly name: string;
  /** What held-out rows flatter a model by: only a decline beyond it can be sure. In points, or for errors as a share. */
  readonly margin: number;
  /** Smallest measured decline that is told, in the same unit. */
  readonly least: number;
  /** P-value of "declined by at most the margin", undefined where it cannot be told. */
  p(heldOut: Rows, live: Rows): number | undefined;
  /** How much worse `live` is than `heldOut`: points of a metric that should be high, the share by which errors grew. */
  decline(heldOut: number, live: number): number;
}

const POINTS = { margin: 0.005, least: 0.02, decline: (heldOut: number, live: number): number => heldOut - live };
const ERRORS = { margin: 0.02, least: 0.1, decline: (heldOut: number, live: number): number => live / heldOut - 1 };

/** AUC for the order of scores, accuracy for the answers themselves: each sees declines the other cannot. */
export const WATCHED_BINARY: readonly WatchedMetric<BinaryRows>[] = [
  { name: 'auc', ...POINTS, p: (heldOut, live) => rankingDecline(heldOut, live, POINTS.margin) },
  { name: 'accuracy', ...POINTS, p: (heldOut, live) => shareDecline(right(heldOut), right(live), POINTS.margin) },
];

export const WATCHED_REGRESSION: readonly WatchedMetric<RegressionRows>[] = [
  {
    name: 'rmse',
    ...ERRORS,
    p: (heldOut, live) => errorGrowth(errors(heldOut, 2), errors(live, 2), (1 + ERRORS.margin) ** 2 - 1),
  },
  { name: 'mae', ...ERRORS, p: (heldOut, live) => errorGrowth(errors(heldOut, 1), errors(live, 1), ERRORS.margin) },
];

function right({ actual, predicted }: BinaryRows): { right: number; rows: number } {
  let same = 0;
  for (let row = 0; row < actual.length; row++) if (actual[row] === predicted[row]) same += 1;
  return { right: same, rows: actual.length };
}

const errors = ({ actual, predicted }: RegressionRows, power: 1 | 2): Float64Array =>
  actual.map((value, row) => Math.abs(value - (predicted[row] ?? 0)) ** power);
