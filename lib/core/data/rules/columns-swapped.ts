/** Two columns that hold each other's values. */
import { outcomeOf } from '../profile/derive/outcome.ts';
import { relationOn } from '../profile/derive/relation.ts';
import { thinned } from '../profile/thinned.ts';
import type { ColumnPair, Rule } from './comparison.ts';
import { wholeDistance } from './relation-distance.ts';

const MOST_ROWS = 8192;
/** Columns that are compared with all others. */
const MOST_SUSPECTS = 40;
/** Exchanged, the two must fit so much better, and about as well as chance has it (1 on average). */
const BETTER = 0.25;
const FITS = 2.5;

export const columnsSwapped: Rule = ({ columns, sample: whole, contract, level }) => {
  const sample = whole && thinned(whole, MOST_ROWS);
  const outcome = sample && outcomeOf(sample, contract);
  if (!sample || !outcome) return [];
  const features = columns.filter(({ isTarget, before }) => !isTarget && before.relation);
  /** How far the values that one column holds now are from what another held before. */
  const distance = (
    now: ColumnPair,
    { before, rule }: ColumnPair,
  ): { statistic: number; degreesOfFreedom: number; p: number } =>
    before.relation
      ? wholeDistance(before.relation, relationOn(before.relation.groups, sample, now.index, rule.type, outcome))
      : { statistic: 0, degreesOfFreedom: 0, p: 1 };
  const straight = features.map((column) => distance(column, column));
  const suspects = [...features.keys()].filter((i) => (straight[i]?.p ?? 1) < level).slice(0, MOST_SUSPECTS);
  const found = suspects.flatMap((i) => {
    const a = features[i];
    if (!a) return [];
    const candidates = features.flatMap((b, j) => {
      if (j === i || b.now.kind !== a.now.kind || (suspects.includes(j) && j < i)) return [];
      const [there, back] = [distance(a, b), distance(b, a)];
      const statistic = there.statistic + back.statistic;
      const before = (straight[i]?.statistic ?? 0) + (straight[j]?.statistic ?? 0);
      const fits = statistic < BETTER * before && statistic < FITS * (there.degreesOfFreedom + back.degreesOfFreedom);
      return fits ? [{ a, b, statistic }] : [];
    });
    candidates.sort((x, y) => x.statistic - y.statistic);
    return candidates.slice(0, 1);
  });
  const pairs = found.sort((x, y) => x.statistic - y.statistic);
  const taken = new Set<string>();
  return pairs.flatMap(({ a, b }) => {
    const names = [a.rule.name, b.rule.name];
    if (names.some((name) => taken.has(name))) return [];
    for (const name of names) taken.add(name);
    return [a, b].map((column, side) => ({
      column: column.rule.name,
      rule: 'columns-swapped',
      expected: 'its own values',
      seen: `values, and a relation to ${contract.target.name}, as ${names[1 - side]} had them`,
      cause: `${names[0]} and ${names[1]} exchanged, or their names in the header?`,
      mend: 'put the cells under their names',
    }));
  });
};
