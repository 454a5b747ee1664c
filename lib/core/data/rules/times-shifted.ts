/** Hours of the day (or days of the week, or months) that were moved: another time zone, or counting from 1 instead of 0. */
import type { Relation } from '../../contracts/profile.ts';
import { relationOn } from '../profile/derive/relation.ts';
import type { Rule } from './comparison.ts';
import { meansDistance, wholeDistance } from './relation-distance.ts';

const CYCLES = new Map([
  [24, 'hours'],
  [7, 'days'],
  [12, 'months'],
]);
const LEAST_EFFECT = 0.1;
/** After turning it back the column must fit so much better, and well. */
const BETTER = 0.35;
const FITS = 4;

export const timesShifted: Rule = ({ columns, sample, outcome, level }) =>
  columns.flatMap(({ index, rule, before, isTarget }) => {
    const was = before.relation;
    const unit = was && cycleOf(was);
    if (isTarget || !sample || !outcome || !was || !unit) return [];
    const is = relationOn(was.groups, sample, index, rule.type, outcome);
    const straight = wholeDistance(was, is);
    if (straight.p >= level || (meansDistance(was, is).effect < LEAST_EFFECT && moved(was, is) < LEAST_EFFECT))
      return [];
    const turns = was.rows.map((_, by) => ({ by, fit: wholeDistance(was, turned(is, by)) }));
    const best = turns.reduce((a, b) => (b.fit.statistic < a.fit.statistic ? b : a));
    const { statistic, degreesOfFreedom } = best.fit;
    if (best.by === 0 || statistic > BETTER * straight.statistic || statistic > FITS * degreesOfFreedom) return [];
    const cycle = was.rows.length;
    const by = best.by > cycle / 2 ? best.by - cycle : best.by;
    return [
      {
        column: rule.name,
        rule: 'times-shifted',
        expected: `${unit} that go with the rows and the target as before`,
        seen: `they fit when moved by ${Math.abs(by)} ${unit} ${by > 0 ? 'back' : 'on'}`,
        cause:
          unit === 'hours'
            ? 'local time instead of UTC, another time zone or summer time?'
            : 'counting from 0 instead of 1, or another first day or month?',
        mend: 'write times in the zone of before',
      },
    ];
  });

/** Consecutive whole numbers of a cycle's length: one group for each. */
function cycleOf({ groups }: Relation): string | undefined {
  const [first] = groups;
  if (typeof first !== 'number' || (first !== 0 && first !== 1)) return undefined;
  return groups.every((bound, i) => bound === first + i) ? CYCLES.get(groups.length + 1) : undefined;
}

function turned(relation: Relation, by: number): Relation {
  const turn = (values: readonly number[]): number[] => values.map((_, i) => values[(i + by) % values.length] ?? 0);
  return {
    groups: relation.groups,
    rows: turn(relation.rows),
    sum: turn(relation.sum),
    squares: turn(relation.squares),
  };
}

/** Share of the rows that are in other groups. */
function moved(was: Relation, is: Relation): number {
  const [n, m] = [was, is].map(({ rows }) => rows.reduce((sum, count) => sum + count, 0));
  return was.rows.reduce((sum, rows, i) => sum + Math.max(0, (is.rows[i] ?? 0) / (m ?? 1) - rows / (n ?? 1)), 0);
}
