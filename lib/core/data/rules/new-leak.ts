/** A column that tells the target nearly by itself, and did not before. */
import type { Relation } from '../../contracts/profile.ts';
import type { Rule } from './comparison.ts';
import { percent } from './words.ts';

const LEAST_ROWS = 200;
/** Share of the target's variance between the groups of the column. */
const TELLS = 0.95;
const TOLD_BEFORE = 0.8;

export const newLeak: Rule = ({ columns, contract }) =>
  columns.flatMap(({ now, before, isTarget }) => {
    if (isTarget || !now.relation || !before.relation) return [];
    const [is, was] = [explained(now.relation), explained(before.relation)];
    if (is < TELLS || was > TOLD_BEFORE) return [];
    return [
      {
        column: now.name,
        rule: 'new-leak',
        expected: `a part of ${contract.target.name}, as before: ${percent(was)} of its variance`,
        seen: percent(is),
        cause: `is it made from ${contract.target.name}, or filled in after the answer was known?`,
        mend: 'take its value from before the answer was known, or name it in data.ignore and apply',
      },
    ];
  });

/** Correlation ratio (Pearson 1905), squared: variance of the groups' means over the variance of all. */
function explained({ rows, sum, squares }: Relation): number {
  const total = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  const n = total(rows);
  if (n < LEAST_ROWS) return 0;
  const mean = total(sum) / n;
  const between = rows.reduce(
    (all, count, i) => all + (count === 0 ? 0 : count * ((sum[i] ?? 0) / count - mean) ** 2),
    0,
  );
  const all = total(squares) - n * mean ** 2;
  return all > 0 ? between / all : 0;
}
