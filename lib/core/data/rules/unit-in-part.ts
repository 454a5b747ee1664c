/** A part of the rows in another unit: values beyond all that was there before, and right when divided by a power of ten. */
import type { Finding } from '../../contracts/check.ts';
import type { NumberProfile } from '../../contracts/profile.ts';
import { UNIT_FACTORS } from '../unit-factors.ts';
import { type ColumnPair, type Comparison, exampleLines, numberPairs, type Rule } from './comparison.ts';
import { beyondRange } from './out-of-range.ts';
import { countsRows } from './running-numbers.ts';
import { unitWords } from './unit-words.ts';
import { percent, short } from './words.ts';

/** Values beyond the range that must fit after conversion. */
const FITTING = 0.9;
/** How far the converted values may be from what was there, as a Kolmogorov-Smirnov distance beside that of chance. */
const DISTANCE = 0.15;
const CHANCE = 1.36;
/** Growth makes values a little larger than the largest; a unit makes them larger by about its factor. */
const DECIMAL = UNIT_FACTORS.filter(({ decimal, factor }) => decimal && factor > 1);

export const unitInPart: Rule = (comparison) =>
  numberPairs(comparison).flatMap((pair) =>
    countsRows(pair.now) && countsRows(pair.before) ? [] : (found(pair, comparison) ?? []),
  );

function found(pair: ColumnPair<NumberProfile>, comparison: Comparison): Finding | undefined {
  const beyond = beyondRange(pair, comparison);
  const { now, before, index } = pair;
  const values = comparison.sample?.numbers[index];
  if (!beyond || !values || !comparison.sample) return undefined;
  const unit = DECIMAL.find(({ factor }) => isConverted(beyond.values, before, factor));
  if (!unit) return undefined;
  const { min = 0, max = 0 } = before;
  return {
    column: now.name,
    rule: 'unit-change-in-part',
    expected: `values from ${short(min)} to ${short(max)}`,
    seen: `${percent(beyond.values.length / beyond.of)} of the values are beyond that, and like the others when divided by ${short(unit.factor)}`,
    count: Math.round((beyond.values.length / beyond.of) * now.count),
    ...exampleLines(comparison.sample, (row) => (values[row] ?? 0) < min || (values[row] ?? 0) > max),
    cause: `${unitWords(unit, now.name)}, in a part of the rows?`,
    mend: 'convert these rows: do they come from one place, device or file?',
  };
}

/**
 * Whether values, divided by a factor, are distributed as those before that would leave the range when multiplied by it.
 */
function isConverted(values: readonly number[], before: NumberProfile, factor: number): boolean {
  const { min = 0, max = 0 } = before;
  const converted = values.map((value) => value / factor).filter((value) => value >= min && value <= max);
  if (converted.length < FITTING * values.length) return false;
  const leaving = (value: number): boolean => value * factor > max || value * factor < min;
  const bins = binsOf(before).filter(({ value }) => leaving(value));
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return false;
  converted.sort((a, b) => a - b);
  let [below, rank, distance] = [0, 0, 0];
  for (const { value, count } of bins) {
    while (rank < converted.length && (converted[rank] ?? 0) < value) rank += 1;
    distance = Math.max(distance, Math.abs(below / total - rank / converted.length));
    below += count;
  }
  return distance <= DISTANCE + CHANCE / Math.sqrt(converted.length);
}

/** Bins with their smallest value. */
const binsOf = ({ edges, counts }: NumberProfile): { value: number; count: number }[] =>
  edges.map((value, i) => ({ value, count: counts[i + 1] ?? 0 }));
