/** How a column goes with the target: rows and target by group of the column's values. */
import type { Relation } from '../../../contracts/profile.ts';
import type { ColumnType } from '../../../contracts/schema.ts';
import { countBelow } from '../search.ts';
import type { TypedSample } from '../typed-sample.ts';
import { hourOf } from './clock.ts';

/** Groups but the last. */
const MOST_BOUNDS = 31;
/** Quantiles that only cut groups need few values. */
const VALUES_FOR_BOUNDS = 8192;

/** Groups of before, applied to a sample of now: only then are the two comparable. */
export type Groups = Relation['groups'];

/** @param index of the column in the sample @param outcome the target a row @see outcomeOf */
export function relationOf(
  sample: TypedSample,
  index: number,
  type: ColumnType,
  outcome: Float64Array,
): Relation | undefined {
  const groups = groupsOf(sample, index, type);
  return groups && relationOn(groups, sample, index, type, outcome);
}

/** The same with groups that are given. A value belongs to the first group whose bound it does not exceed. */
export function relationOn(
  groups: Groups,
  sample: TypedSample,
  index: number,
  type: ColumnType,
  outcome: Float64Array,
): Relation {
  const rows = new Array<number>(groups.length + 1).fill(0);
  const sum = new Array<number>(groups.length + 1).fill(0);
  const squares = new Array<number>(groups.length + 1).fill(0);
  const place = groupOf(groups, sample, index, type);
  for (let row = 0; row < sample.rows; row++) {
    const y = outcome[row] ?? Number.NaN;
    const group = place(row);
    if (group < 0 || Number.isNaN(y)) continue;
    rows[group] = (rows[group] ?? 0) + 1;
    sum[group] = (sum[group] ?? 0) + y;
    squares[group] = (squares[group] ?? 0) + y * y;
  }
  return { groups, rows, sum, squares };
}

function groupsOf(sample: TypedSample, index: number, type: ColumnType): Groups | undefined {
  const numbers = sample.numbers[index];
  if (numbers) return type === 'timestamp' ? hourBounds(numbers) : bounds(numbers);
  const [levels, texts] = [sample.levels[index], sample.texts[index]];
  if (!levels || !texts) return undefined;
  const counts = new Float64Array(texts.length);
  for (const level of levels) if (level >= 0) counts[level] = (counts[level] ?? 0) + 1;
  const order = [...counts.keys()].filter((level) => (counts[level] ?? 0) > 0);
  if (order.length < 2) return undefined;
  order.sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || ((texts[a] ?? '') < (texts[b] ?? '') ? -1 : 1));
  return order.slice(0, MOST_BOUNDS).map((level) => texts[level] ?? '');
}

/** Hours of the day; undefined where all values are dates. */
const hourBounds = (times: Float64Array): number[] | undefined =>
  times.every((time) => Number.isNaN(time) || time % 86_400 === 0)
    ? undefined
    : Array.from({ length: 23 }, (_, hour) => hour);

/** Each value a group where there are few, else quantiles. */
function bounds(numbers: Float64Array): number[] | undefined {
  const step = Math.max(1, Math.floor(numbers.length / VALUES_FOR_BOUNDS));
  const some = new Float64Array(Math.ceil(numbers.length / step));
  let count = 0;
  for (let row = 0; row < numbers.length; row += step) {
    const value = numbers[row] ?? Number.NaN;
    if (!Number.isNaN(value)) some[count++] = value;
  }
  const sorted = some.subarray(0, count).sort();
  const distinct: number[] = [];
  for (const value of sorted) if (value !== distinct.at(-1) && distinct.push(value) > MOST_BOUNDS + 1) break;
  if (distinct.length < 2) return undefined;
  if (distinct.length <= MOST_BOUNDS + 1) return distinct.slice(0, -1);
  const found: number[] = [];
  for (let i = 1; i <= MOST_BOUNDS; i++) {
    const bound = sorted[Math.floor((i * (count - 1)) / (MOST_BOUNDS + 1))] ?? 0;
    if (bound !== found.at(-1) && bound !== sorted[count - 1]) found.push(bound);
  }
  return found;
}

function groupOf(
  groups: Groups,
  { numbers, levels, texts }: TypedSample,
  index: number,
  type: ColumnType,
): (row: number) => number {
  const values = numbers[index];
  const isNumbers = (all: Groups): all is number[] => typeof all[0] === 'number';
  if (values && isNumbers(groups)) {
    const bounds = Float64Array.from(groups);
    return (row) => {
      const value = type === 'timestamp' ? hourOf(values[row] ?? Number.NaN) : (values[row] ?? Number.NaN);
      if (Number.isNaN(value)) return -1;
      return countBelow(bounds, value);
    };
  }
  const codes = levels[index];
  if (!codes || isNumbers(groups)) return () => -1;
  const place = new Map(groups.map((text, group) => [text, group]));
  const byCode = Int32Array.from(texts[index] ?? [], (text) => place.get(text) ?? groups.length);
  return (row) => {
    const code = codes[row] ?? -1;
    return code < 0 ? -1 : (byCode[code] ?? -1);
  };
}
