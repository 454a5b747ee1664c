/** The target no longer goes with a column as it did. */
import { relationOn } from '../profile/derive/relation.ts';
import type { Rule } from './comparison.ts';
import { meansDistance } from './relation-distance.ts';
import { LOOK, percent } from './words.ts';

/** Of the target's standard deviation. */
const LEAST_EFFECT = 0.2;

export const relationChange: Rule = ({ columns, sample, outcome, contract, level }) =>
  columns.flatMap(({ index, rule, before, isTarget }) => {
    if (isTarget || !sample || !outcome || !before.relation) return [];
    const is = relationOn(before.relation.groups, sample, index, rule.type, outcome);
    const { p, effect } = meansDistance(before.relation, is);
    if (p >= level || effect < LEAST_EFFECT) return [];
    return [
      {
        column: rule.name,
        rule: 'relation-change',
        expected: `${contract.target.name} by ${rule.name} as before`,
        seen: `its means by ${rule.name} moved against each other by ${percent(effect)} of its standard deviation`,
        cause:
          'a column or a target that was joined to other rows, coded otherwise or shifted in time; or people who behave otherwise?',
        mend: LOOK,
      },
    ];
  });
