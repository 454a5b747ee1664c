/** Labels that no longer go with the features: some of them wrong, shifted against the rows, or of another meaning. */
import { probeLoss } from '../profile/derive/probe.ts';
import type { Rule } from './comparison.ts';
import { normalTail } from './normal.ts';
import { short } from './words.ts';

const LEAST_ROWS = 200;
/** Of the loss before: fewer wrong labels than about 2 of 100 make less. */
const LEAST_RISE = 0.05;

export const labelsMixedUp: Rule = ({ before, contract, sample, outcome, level }) => {
  const { probe } = before;
  if (!probe || !sample || !outcome) return [];
  const [was, is] = [probe.loss, probeLoss(probe, sample, contract, outcome)];
  if (Math.min(was.rows, is.rows) < LEAST_ROWS) return [];
  const error = Math.sqrt(was.sd ** 2 / was.rows + is.sd ** 2 / is.rows);
  if (is.mean - was.mean < LEAST_RISE * was.mean || normalTail((is.mean - was.mean) / error) >= level) return [];
  return [
    {
      column: contract.target.name,
      rule: 'labels-mixed-up',
      expected: `labels that follow from the other columns as before: a loss of ${short(was.mean)} a row`,
      seen: `${short(is.mean)} a row, ${short(is.mean / was.mean)} times as much`,
      cause: 'labels that were swapped in a part of the rows, or joined to other rows; or people who behave otherwise?',
      mend: 'look at where the labels come from, and at a few rows with their source; nothing is to be done where the change is real',
    },
  ];
};
