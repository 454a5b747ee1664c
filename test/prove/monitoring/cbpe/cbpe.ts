/** The estimate without labels beside NannyML's, on NannyML's own data. */
import { estimatePerformance, fitEstimator } from '../../../../lib/core/performance/cbpe.ts';
import type { Outcome, Proof } from '../../proof.ts';
import { keptFigures } from './kept-figures.ts';
import { byNannyml } from './nannyml.ts';
import type { Sample } from './sample.ts';

const KEPT = 'figures that were kept';
const ANEW = 'NannyML 0.13.1';
const LARGEST_DIFFERENCE = 1e-6;
/**
 * NannyML's error of the AUC takes rows of one score in the order that NumPy's unstable sort leaves them, ours takes ties as
 * half: of the sets with 101 different scores the two differ by less than this.
 */
const LARGEST_BY_TIES = 1e-5;
/** From here on a reference has few ties: the census has 28,768 different scores of 68,785. */
const FEW_TIES = 10_000;

export const cbpe: Proof = {
  name: 'cbpe',
  claim: `Accuracy, precision, recall, F1 and AUC that are estimated without labels, and their standard errors, are NannyML 0.13.1's to ${LARGEST_DIFFERENCE} on its own sample data, and scores are calibrated where it calibrates them. The error of the AUC of scores with many ties is equal to ${LARGEST_BY_TIES}.`,
  counted: 'figures',
  fullSize: 3,
  sizeMeans: 'data sets',
  units: (_, size) => (size < 3 ? [KEPT] : [KEPT, ANEW]),
  run: async (unit) => {
    if (unit === KEPT) return compared([keptFigures()]);
    if (unit !== ANEW) throw new Error(`there is no unit ${unit}`);
    const made = await byNannyml();
    return 'missing' in made ? { ok: true, count: 0, tally: { [`skipped: ${made.missing}`]: 1 } } : compared(made);
  },
};

function compared(samples: readonly Sample[]): Outcome {
  const tally: Record<string, number> = {};
  const apart: string[] = [];
  let count = 0;
  for (const { name, reference, calibrates, chunks } of samples) {
    const estimator = fitEstimator(reference);
    if ((estimator.calibration !== undefined) !== calibrates) apart.push(`${name}: NannyML calibrates: ${calibrates}`);
    const byTies = new Set(reference.scores).size < FEW_TIES ? LARGEST_BY_TIES : LARGEST_DIFFERENCE;
    for (const [chunk, { rows, metrics }] of chunks.entries()) {
      const ours: Record<string, { value: number; error: number }> = estimatePerformance(estimator, rows);
      for (const [metric, theirs] of Object.entries(metrics)) {
        const { value = Number.NaN, error = Number.NaN } = ours[metric] ?? {};
        const isEqual =
          Math.abs(value - theirs.value) <= LARGEST_DIFFERENCE &&
          Math.abs(error - theirs.error) <= (metric === 'auc' ? byTies : LARGEST_DIFFERENCE);
        if (!isEqual)
          apart.push(
            `${name}, chunk ${chunk}, ${metric}: ${value} +- ${error}, NannyML ${theirs.value} +- ${theirs.error}`,
          );
        count += 2;
        tally[`figures of ${name}`] = (tally[`figures of ${name}`] ?? 0) + 2;
      }
    }
  }
  return apart.length === 0
    ? { ok: true, count, tally }
    : { ok: false, count, tally, detail: apart.slice(0, 12).join('\n') };
}
