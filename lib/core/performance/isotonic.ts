/**
 * Isotonic regression of labels on scores: how likely a positive label is, given a score, if all that is known is that a
 * higher score never makes it less likely.
 *
 * Pool adjacent violators (Ayer, Brunk, Ewing, Reid and Silverman 1955), rows of one score taken together first; between
 * the knots a straight line, beyond them the nearest one, which is what scikit-learn's IsotonicRegression with
 * `out_of_bounds="clip"` answers.
 */

/** Knots of the fitted line, scores ascending, shares never falling. Of a flat stretch only its two ends are kept. */
export interface Calibration {
  readonly scores: readonly number[];
  readonly shares: readonly number[];
}

interface Block {
  /** Places of its first and last score among the different scores. */
  first: number;
  last: number;
  rows: number;
  positives: number;
}

/**
 * @param scores of reference rows, finite, in any order
 * @param actual 1 where the label is positive
 * @example scores .1 .2 .3 .4 of labels 0 1 0 1 // knots .1 -> 0, .2 -> .5, .3 -> .5, .4 -> 1
 */
export function fitIsotonic(scores: Float64Array, actual: Uint8Array): Calibration {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  const different: number[] = [];
  const blocks: Block[] = [];
  for (const row of order) {
    const score = scores[row] ?? 0;
    const positive = actual[row] ?? 0;
    const last = blocks.at(-1);
    if (last && different.at(-1) === score) {
      last.rows += 1;
      last.positives += positive;
      continue;
    }
    // The scores before this one are complete now, so their violations can be pooled.
    pool(blocks);
    different.push(score);
    const place = different.length - 1;
    blocks.push({ first: place, last: place, rows: 1, positives: positive });
  }
  pool(blocks);
  return knots(blocks, different);
}

/** Joins the last block with those before it until shares no longer fall. */
function pool(blocks: Block[]): void {
  for (;;) {
    const [before, last] = blocks.slice(-2);
    if (!before || !last || before.positives * last.rows < last.positives * before.rows) return;
    blocks.pop();
    before.last = last.last;
    before.rows += last.rows;
    before.positives += last.positives;
  }
}

function knots(blocks: readonly Block[], different: readonly number[]): Calibration {
  const scores: number[] = [];
  const shares: number[] = [];
  for (const { first, last, rows, positives } of blocks) {
    for (const place of first === last ? [first] : [first, last]) {
      scores.push(different[place] ?? 0);
      shares.push(positives / rows);
    }
  }
  return { scores, shares };
}

/** The share of positive labels at a score. @param calibration of at least one row */
export function calibrated({ scores, shares }: Calibration, score: number): number {
  let low = 0;
  let high = scores.length - 1;
  if (score <= (scores[low] ?? 0)) return shares[low] ?? 0;
  if (score >= (scores[high] ?? 0)) return shares[high] ?? 0;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((scores[middle] ?? 0) <= score) low = middle;
    else high = middle;
  }
  const [left = 0, right = 0] = [scores[low], scores[high]];
  const [from = 0, to = 0] = [shares[low], shares[high]];
  return from + ((to - from) * (score - left)) / (right - left);
}
