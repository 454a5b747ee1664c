/** Twelve rows whose metrics were computed with scikit-learn 1.9.0 and NumPy, and a regression of six. */
import type { BinaryRows, RegressionRows } from '../../../../lib/core/evaluation/rows.ts';

export const actual = [0, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1];
const candidateScores = [0.1, 0.4, 0.35, 0.8, 0.4, 0.9, 0.4, 0.2, 0.7, 0.55, 0.6, 0.95];
const championScores = [0.2, 0.3, 0.45, 0.6, 0.5, 0.7, 0.3, 0.1, 0.9, 0.35, 0.55, 0.8];

export function binary(labels: readonly number[], scores: readonly number[]): BinaryRows {
  return {
    actual: Uint8Array.from(labels),
    predicted: Uint8Array.from(scores, (score) => (score >= 0.5 ? 1 : 0)),
    scores: Float64Array.from(scores),
  };
}

export const candidate = binary(actual, candidateScores);
export const champion = binary(actual, championScores);

export const regression: RegressionRows = {
  actual: Float64Array.of(3, -0.5, 2, 7, 4.5, 10),
  predicted: Float64Array.of(2.5, 0.2, 2, 8, 4, 9),
};

const answers = (scores: readonly number[]): string =>
  scores.map((score) => `${score >= 0.5 ? 'sick' : 'well'},${score}\n`).join('');
export const labelsText = actual.map((label) => `${label === 1 ? 'sick' : 'well'}\n`).join('');
export const candidateText = answers(candidateScores);
export const championText = answers(championScores);
