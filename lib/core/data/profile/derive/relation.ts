/** How a column goes with the target: rows and target by group of the column's values. */
import type { Relation } from '../../../contracts/profile.ts';
import type { ColumnType } from '../../../contracts/schema.ts';
import { countBelow } from '../search.ts';
import { sortNumbers } from '../sort-numbers.ts';
import type { TypedSample } from '../typed-sample.ts';
import { hourOf } from './clock.ts';

/** Groups but the last. */
const MOST_BOUNDS = 31;
/** Quantiles that only cut groups need few values. */
const VALUES_FOR_BOUNDS = 8192;

/** Groups of before, applied to a sample of now: only then are the two comparable. */
export type Groups = Relation['groups'];

/**
 * @param index of the column in the sample @param outcome the target a row @see outcomeOf
 * @param step looks at every n-th row only
 */
export function relationOf(
  sample: TypedSample,
  index: number,
  type: ColumnType,
  outcome: Float64Array,
  step = 1,
): Relation | undefined {
  const groups = groupsOf(sample, index, type, step);
  return groups && relationOn(groups, sample, index, type, outcome, step);
}

/** The same with groups that are given. A value belongs to the first group whose bound it does not exceed. */
export function relationOn(
  groups: Groups,
  sample: TypedSample,
  index: number,
  type: ColumnType,
  outcome: Float64Array,
  step = 1,
): Relation {
  const sums = {
    rows: new Float64Array(groups.length + 1),
    sum: new Float64Array(groups.length + 1),
    squares: new Float64Array(groups.length + 1),
  };
  const found = new Int32Array(BLOCK);
  const groupRows = grouping(groups, sample, index, type, step);
  const rows = Math.floor(sample.rows / step);
  for (let from = 0; from < rows; from += BLOCK) {
    const count = Math.min(BLOCK, rows - from);
    groupRows(from, count, found);
    addOutcomes(found, count, outcome, from, step, sums);
  }
  return { groups, rows: [...sums.rows], sum: [...sums.sum], squares: [...sums.squares] };
}

/** Rows a call: see ../sort-numbers.ts for why loops are cut. */
const BLOCK = 1024;

function addOutcomes(
  groups: Int32Array,
  count: number,
  outcome: Float64Array,
  from: number,
  step: number,
  { rows, sum, squares }: Record<'rows' | 'sum' | 'squares', Float64Array>,
): void {
  for (let i = 0; i < count; i++) {
    const y = outcome[(from + i) * step] ?? Number.NaN;
    const group = groups[i] ?? -1;
    if (group < 0 || Number.isNaN(y)) continue;
    rows[group] = (rows[group] ?? 0) + 1;
    sum[group] = (sum[group] ?? 0) + y;
    squares[group] = (squares[group] ?? 0) + y * y;
  }
}

function groupsOf(sample: TypedSample, index: number, type: ColumnType, step: number): Groups | undefined {
  const rows = Math.floor(sample.rows / step) * step;
  const numbers = sample.numbers[index]?.subarray(0, rows);
  if (numbers) return type === 'timestamp' ? hourBounds(numbers, step) : bounds(numbers, step);
  const [levels, texts] = [sample.levels[index], sample.texts[index]];
  if (!levels || !texts) return undefined;
  const counts = new Float64Array(texts.length);
  for (let row = 0; row < rows; row += step) {
    const level = levels[row] ?? -1;
    if (level >= 0) counts[level] = (counts[level] ?? 0) + 1;
  }
  const order = [...counts.keys()].filter((level) => (counts[level] ?? 0) > 0);
  if (order.length < 2) return undefined;
  order.sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || ((texts[a] ?? '') < (texts[b] ?? '') ? -1 : 1));
  return order.slice(0, MOST_BOUNDS).map((level) => texts[level] ?? '');
}

/** Hours of the day; undefined where all values are dates. */
function hourBounds(times: Float64Array, step: number): number[] | undefined {
  for (let row = 0; row < times.length; row += step) {
    const time = times[row] ?? Number.NaN;
    if (!Number.isNaN(time) && time % 86_400 !== 0) return Array.from({ length: 23 }, (_, hour) => hour);
  }
  return undefined;
}

/** Each value a group where there are few, else quantiles. */
function bounds(numbers: Float64Array, step: number): number[] | undefined {
  const rows = numbers.length / step;
  const every = step * Math.max(1, Math.floor(rows / VALUES_FOR_BOUNDS));
  const some = new Float64Array(Math.ceil(numbers.length / every));
  let count = 0;
  for (let row = 0; row < numbers.length; row += every) {
    const value = numbers[row] ?? Number.NaN;
    if (!Number.isNaN(value)) some[count++] = value;
  }
  const sorted = some.subarray(0, count);
  sortNumbers(sorted);
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

/** Finds the groups of some rows' values, -1 where there is none. */
type GroupRows = (from: number, count: number, found: Int32Array) => void;

function grouping(
  groups: Groups,
  { numbers, levels, texts }: TypedSample,
  index: number,
  type: ColumnType,
  step: number,
): GroupRows {
  const isNumbers = (all: Groups): all is number[] => typeof all[0] === 'number';
  const values = numbers[index];
  const codes = levels[index];
  if (values && isNumbers(groups)) {
    const bounds = Float64Array.from(groups);
    const isTime = type === 'timestamp';
    return (from, count, found) => {
      for (let i = 0; i < count; i++) {
        const value = values[(from + i) * step] ?? Number.NaN;
        found[i] = Number.isNaN(value) ? -1 : countBelow(bounds, isTime ? hourOf(value) : value);
      }
    };
  }
  if (!codes || isNumbers(groups)) return (_, count, found) => found.fill(-1, 0, count);
  const place = new Map(groups.map((text, group) => [text, group]));
  const byCode = Int32Array.from(texts[index] ?? [], (text) => place.get(text) ?? groups.length);
  return (from, count, found) => {
    for (let i = 0; i < count; i++) found[i] = byCode[codes[(from + i) * step] ?? -1] ?? -1;
  };
}
