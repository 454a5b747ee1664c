/** The label is more or less frequent than before. */

import type { CategoryProfile } from '../../contracts/profile.ts';
import { sameShare } from '../../drift/statistics/proportion.ts';
import type { Rule } from './comparison.ts';
import { percent } from './words.ts';

const LEAST_CHANGE = 0.02;

export const labelShare: Rule = ({ contract, now, before, wholeLevel }) => {
  const positive = contract.schema.target.labels?.[1];
  const [is, was] = [now.target, before.target];
  if (positive === undefined || is?.kind !== 'category' || was?.kind !== 'category') return [];
  const share = (profile: CategoryProfile) => ({
    count: profile.levels.find(({ value }) => value === positive)?.count ?? 0,
    of: profile.count,
  });
  const [a, b] = [share(was), share(is)];
  const [before_, now_] = [a.count / a.of, b.count / b.of];
  if (!(Math.abs(now_ - before_) >= LEAST_CHANGE) || sameShare(a, b) >= wholeLevel) return [];
  return [
    {
      column: is.name,
      rule: 'label-share',
      expected: `the positive label in ${percent(before_)} of the rows`,
      seen: percent(now_),
      cause: 'rows of one kind left out, answers that have not come yet, or another definition of the label?',
      mend: 'look at how rows were chosen and labelled; nothing is to be done where the change is real',
    },
  ];
};
