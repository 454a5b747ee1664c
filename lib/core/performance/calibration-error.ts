/** Whether scores are nearer to the shares of positive labels with a calibration than without. */
import type { BinaryRows } from '../evaluation/rows.ts';
import { calibrated, fitIsotonic } from './isotonic.ts';

const FOLDS = 10;
const BINS = 10;

/**
 * Expected calibration error (Naeini, Cooper and Hauskrecht 2015) over bins of equally many rows by score: the mean
 * distance between the mean of the probabilities and the share of positive labels in a bin, weighted by its rows.
 * @example probabilities .2 .8 of labels 0 1, 2 bins // 0.2
 */
export function calibrationError(probabilities: Float64Array, actual: Uint8Array, bins = BINS): number {
  const order = Uint32Array.from(probabilities.keys()).sort(
    (a, b) => (probabilities[a] ?? 0) - (probabilities[b] ?? 0),
  );
  let error = 0;
  for (let bin = 0; bin < bins; bin++) {
    let distance = 0;
    const end = Math.floor(((bin + 1) * order.length) / bins);
    for (let i = Math.floor((bin * order.length) / bins); i < end; i++) {
      const row = order[i] ?? 0;
      distance += (probabilities[row] ?? 0) - (actual[row] ?? 0);
    }
    error += Math.abs(distance) / order.length;
  }
  return error;
}

/**
 * Judged on rows that the calibration has not seen: row i is calibrated by a line fitted on the nine tenths of the rows
 * whose number does not end like its own. NannyML judges by ten random tenths instead.
 */
export function needsCalibration({ scores, actual }: BinaryRows): boolean {
  const crosswise = new Float64Array(scores.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const others = (_: unknown, row: number): boolean => row % FOLDS !== fold;
    const line = fitIsotonic(scores.filter(others), actual.filter(others));
    for (let row = fold; row < scores.length; row += FOLDS) crosswise[row] = calibrated(line, scores[row] ?? 0);
  }
  return calibrationError(crosswise, actual) < calibrationError(scores, actual);
}
