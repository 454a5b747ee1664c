/**
 * How far a metric of n rows strays by chance: spreads of the reference rows, divided by the root of how many of n rows
 * count. Of a new period only its size is used (NannyML 0.13.1, `sampling_error/binary_classification.py`).
 */
import { placements } from '../evaluation/delong.ts';
import type { BinaryRows } from '../evaluation/rows.ts';
import type { EstimatedMetric } from './expected.ts';

/** Spread of one row that counts, and the share of rows that do. */
interface Spread {
  readonly deviation: number;
  readonly share: number;
}
export type Spreads = Partial<Record<EstimatedMetric, Spread>>;

/** Absent where no row of the reference counts. */
export function spreadsOf(reference: BinaryRows): Spreads {
  const { actual, predicted } = reference;
  const rows = actual.length;
  let hits = 0;
  let predictedPositive = 0;
  let positive = 0;
  let right = 0;
  for (let row = 0; row < rows; row++) {
    if (actual[row] === 1) positive += 1;
    if (predicted[row] === 1) predictedPositive += 1;
    if (actual[row] === 1 && predicted[row] === 1) hits += 1;
    if (actual[row] === predicted[row]) right += 1;
  }
  const related = positive + predictedPositive - hits;
  const found = {
    auc: aucSpread(reference),
    accuracy: ofShare(right, rows, rows),
    precision: ofShare(hits, predictedPositive, rows),
    recall: ofShare(hits, positive, rows),
    f1: scaled(ofShare(hits, related, rows), (2 * related) / (positive + predictedPositive)),
  };
  return Object.fromEntries(Object.entries(found).filter(([, spread]) => spread !== undefined));
}

/** @param rows of the period that is estimated, at least 1 */
export const standardError = ({ deviation, share }: Spread, rows: number): number =>
  deviation / Math.sqrt(rows * share);

/** A row is 1 or 0 in `of` of them. */
function ofShare(ones: number, of: number, rows: number): Spread | undefined {
  return of === 0 ? undefined : { deviation: Math.sqrt((ones / of) * (1 - ones / of)), share: of / rows };
}

const scaled = (spread: Spread | undefined, by: number): Spread | undefined =>
  spread && { ...spread, deviation: spread.deviation * by };

/**
 * Spread of the share of rows of the commoner label that a row of the rarer one is ranked above, ties half. NannyML takes
 * rows of one score in whatever order NumPy's unstable sort leaves them.
 */
function aucSpread(reference: BinaryRows): Spread | undefined {
  const placed = placements(reference);
  if (!placed) return undefined;
  const isPositiveRarer = placed.positives.length <= placed.negatives.length;
  const shares = isPositiveRarer ? placed.positives : placed.negatives;
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const squares = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0);
  return { deviation: Math.sqrt(squares / shares.length), share: shares.length / reference.actual.length };
}
