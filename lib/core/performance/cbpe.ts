/**
 * Performance of a binary classifier on rows whose labels are not known: confidence-based performance estimation (CBPE), as
 * NannyML 0.13.1 does it. Scores are calibrated on rows whose labels are known; a calibrated score is the chance that the
 * label is positive, and from chances follow an expected confusion matrix and an expected ROC curve.
 *
 * What it cannot see: that the same rows are labelled otherwise than they were (concept drift), and rows unlike any of the
 * reference.
 */

import type { Estimate } from '../evaluation/estimate.ts';
import { Z } from '../evaluation/intervals.ts';
import type { BinaryRows } from '../evaluation/rows.ts';
import { needsCalibration } from './calibration-error.ts';
import { ESTIMATED_METRICS, type EstimatedMetric, expectedMetrics, type UnlabelledRows } from './expected.ts';
import { type Calibration, calibrated, fitIsotonic } from './isotonic.ts';
import { type Spreads, spreadsOf, standardError } from './sampling-error.ts';

/** What of the reference is needed to estimate: all of it is JSON, and small. */
export interface Estimator {
  /** Absent: scores are taken as they are, for calibrating them would not bring them nearer. */
  readonly calibration?: Calibration;
  readonly spreads: Spreads;
}

/** @param reference at least one row */
export function fitEstimator(reference: BinaryRows): Estimator {
  const spreads = spreadsOf(reference);
  return needsCalibration(reference)
    ? { calibration: fitIsotonic(reference.scores, reference.actual), spreads }
    : { spreads };
}

/** A metric's value with its 95 % interval, and the standard error that the interval is made of. */
export interface PerformanceEstimate extends Estimate {
  readonly error: number;
}

/** Metrics that are not defined on the rows, or had no reference, are absent. Intervals are 95 %, cut at 0 and 1. */
export function estimatePerformance(
  { calibration, spreads }: Estimator,
  rows: UnlabelledRows,
): Partial<Record<EstimatedMetric, PerformanceEstimate>> {
  const likely = calibration ? rows.scores.map((score) => calibrated(calibration, score)) : rows.scores;
  const values = expectedMetrics(rows, likely);
  return Object.fromEntries(
    ESTIMATED_METRICS.flatMap((metric) => {
      const value = values[metric];
      const spread = spreads[metric];
      if (value === undefined || spread === undefined) return [];
      const error = standardError(spread, rows.scores.length);
      return [[metric, { value, low: Math.max(0, value - Z * error), high: Math.min(1, value + Z * error), error }]];
    }),
  );
}
