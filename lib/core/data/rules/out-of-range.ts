/** Values beyond the smallest and the largest of before, in more rows than chance brings. */
import type { NumberProfile } from '../../contracts/profile.ts';
import { type ColumnPair, type Comparison, exampleLines, numberPairs, type Rule } from './comparison.ts';
import { LOOK, percent, short } from './words.ts';

const LEAST_VALUES = 5;
/** Fewer are the odd rows that every file has. */
const LEAST_SHARE = 0.002;

export interface Beyond {
  /** Sampled values beyond the range. */
  values: number[];
  /** Sampled values in all. */
  of: number;
}

/**
 * Were both datasets drawn alike, the k largest of all would come from the later one with probability (n / (n + m))^k at
 * most; the same holds for the smallest.
 * @returns undefined when chance may have brought them
 */
export function beyondRange(
  { index, now, before }: ColumnPair<NumberProfile>,
  { sample, level }: Comparison,
): Beyond | undefined {
  const all = sample?.numbers[index];
  const { min, max, count } = before;
  if (!all || min === undefined || max === undefined) return undefined;
  if ((now.min ?? min) >= min && (now.max ?? max) <= max) return undefined;
  const values: number[] = [];
  let of = 0;
  let above = 0;
  for (const value of all) {
    if (Number.isNaN(value)) continue;
    of += 1;
    if (value > max) above += 1;
    if (value > max || value < min) values.push(value);
  }
  const most = Math.max(above, values.length - above);
  const chance = 2 * (of / (of + count)) ** most;
  return most >= LEAST_VALUES && values.length >= LEAST_SHARE * of && chance < level ? { values, of } : undefined;
}

export const outOfRange: Rule = (comparison) =>
  numberPairs(comparison).flatMap((pair) => {
    const { now, before, index } = pair;
    const beyond = beyondRange(pair, comparison);
    const values = comparison.sample?.numbers[index];
    if (!beyond || !values || !comparison.sample) return [];
    const { min = 0, max = 0 } = before;
    return [
      {
        column: now.name,
        rule: 'out-of-range',
        expected: `values from ${short(min)} to ${short(max)}`,
        seen: `${percent(beyond.values.length / beyond.of)} of the values are beyond that, up to ${short(now.max ?? 0)} and down to ${short(now.min ?? 0)}`,
        count: Math.round((beyond.values.length / beyond.of) * now.count),
        ...exampleLines(comparison.sample, (row) => (values[row] ?? 0) < min || (values[row] ?? 0) > max),
        mend: `${LOOK}; to have such rows set aside, declare min and max of the column in data.columns`,
      },
    ];
  });
