/** Labels that no longer go with the features: some of them wrong, shifted against the rows, or of another meaning. */

import { normalTail } from '../../drift/statistics/normal.ts';
import { probeLoss } from '../profile/derive/probe.ts';
import type { Rule } from './comparison.ts';
import { percent } from './words.ts';

const LEAST_ROWS = 200;
/** Share of the labels that look wrong: fewer are the usual disagreement. */
const LEAST_WRONG = 0.02;

export const labelsMixedUp: Rule = ({ before, contract, sample, outcome, wholeLevel }) => {
  const { probe } = before;
  if (!probe || !sample || !outcome) return [];
  const [was, is] = [probe.loss, probeLoss(probe, sample, contract, outcome)];
  if (Math.min(was.rows, is.rows) < LEAST_ROWS) return [];
  const error = Math.sqrt(was.sd ** 2 / was.rows + is.sd ** 2 / is.rows);
  const rise = is.mean - was.mean;
  // Were all labels flipped, the loss would rise by the gain, and by more where some already are.
  const wrong = rise / (is.gain + 2 * Math.max(0, rise));
  if (!(wrong >= LEAST_WRONG) || normalTail(rise / error) >= wholeLevel) return [];
  return [
    {
      column: contract.target.name,
      rule: 'labels-mixed-up',
      expected: 'labels that follow from the other columns as before',
      seen: `as if about ${percent(Number(wrong.toPrecision(1)))} of them had become the other label`,
      cause: 'labels that were swapped in a part of the rows, or joined to other rows; or people who behave otherwise?',
      mend: 'look at where the labels come from, and at a few rows with their source; nothing is to be done where the change is real',
    },
  ];
};
