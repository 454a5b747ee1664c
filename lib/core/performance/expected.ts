/**
 * Metrics of rows whose labels are not known, from how likely each is to be positive: the confusion matrix that is expected,
 * and the area under the ROC curve that is expected (NannyML 0.13.1, `estimate_roc_auc` and its neighbours).
 */
import type { BinaryRows } from '../evaluation/rows.ts';

/** Rows whose labels are not known yet. The arrays have equal lengths. */
export type UnlabelledRows = Pick<BinaryRows, 'predicted' | 'scores'>;

export const ESTIMATED_METRICS = ['auc', 'accuracy', 'precision', 'recall', 'f1'] as const;
export type EstimatedMetric = (typeof ESTIMATED_METRICS)[number];

/** Expected counts: hits and false alarms among the rows predicted positive, misses and rightly passed among the others. */
interface ExpectedConfusion {
  readonly hits: number;
  readonly falseAlarms: number;
  readonly misses: number;
  readonly passed: number;
}

/** @param likely probability of the positive label, row by row */
function expectedConfusion(predicted: Uint8Array, likely: Float64Array): ExpectedConfusion {
  let hits = 0;
  let misses = 0;
  let positives = 0;
  for (let row = 0; row < predicted.length; row++) {
    const share = likely[row] ?? 0;
    if (predicted[row] === 1) {
      hits += share;
      positives += 1;
    } else misses += share;
  }
  return { hits, falseAlarms: positives - hits, misses, passed: predicted.length - positives - misses };
}

/** Values where they are defined, as the measured metrics of the same names are; NannyML answers 0 where they are not. */
export function expectedMetrics(
  { scores, predicted }: UnlabelledRows,
  likely: Float64Array,
): Partial<Record<EstimatedMetric, number>> {
  const { hits, falseAlarms, misses, passed } = expectedConfusion(predicted, likely);
  const share = (of: number, all: number): number | undefined => (all > 0 ? of / all : undefined);
  const found = {
    auc: expectedAuc(scores, likely),
    accuracy: share(hits + passed, predicted.length),
    precision: share(hits, hits + falseAlarms),
    recall: share(hits, hits + misses),
    f1: share(2 * hits, 2 * hits + falseAlarms + misses),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/**
 * Area under the expected ROC curve: rows from the highest score down, each a step of its share to positive and of the rest
 * to negative. Rows of one score are one step, so their order does not matter.
 * @example scores .1 .9, likely .1 .9 // 0.9
 */
function expectedAuc(scores: Float64Array, likely: Float64Array): number | undefined {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  let area = 0;
  let positives = 0;
  let negatives = 0;
  for (let i = 0; i < order.length; ) {
    const score = scores[order[i] ?? 0];
    let up = 0;
    let along = 0;
    for (; i < order.length && scores[order[i] ?? 0] === score; i++) {
      const share = likely[order[i] ?? 0] ?? 0;
      up += share;
      along += 1 - share;
    }
    area += along * (positives + up / 2);
    positives += up;
    negatives += along;
  }
  return positives > 0 && negatives > 0 ? area / (positives * negatives) : undefined;
}
