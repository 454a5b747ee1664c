/** Columns that give the target away: they hold it, or are parts of it. A model that reads them is worthless where it is needed. */
import { parseNumber } from '../cells.ts';

export type Leak =
  /** `with`: the other part of a sum or difference that is the target. */
  | { column: string; kind: 'sum' | 'difference'; with: string }
  | { column: string; kind: 'copy'; share: number }
  /** Pearson's correlation with a numeric target. */
  | { column: string; kind: 'correlated'; correlation: number }
  /** Share of the rows whose label the column's value alone tells (its most frequent label), beyond the plain majority. */
  | { column: string; kind: 'tells-label'; share: number };

const LEAST_ROWS = 30;
/** Sums and copies hold but for rounding and a few mended rows. */
const NEARLY_ALL = 0.99;
const NEARLY_EQUAL = 0.995;
const FEW_LEVELS = 50;
/** Pairs of columns that are tried against a numeric target, each on a few rows before all. */
const MOST_NUMERIC = 400;
const FIRST_ROWS = 40;

/**
 * @param rows a sample of whole rows
 * @param names of the columns, as long as each row
 * @param numeric names of the columns whose cells are numbers
 */
export function findLeaks(
  rows: readonly (readonly string[])[],
  { names, target, numeric }: { names: readonly string[]; target: string; numeric: ReadonlySet<string> },
): Leak[] {
  const at = names.indexOf(target);
  const usable = rows.filter((row) => (row[at] ?? '').trim() !== '');
  if (usable.length < LEAST_ROWS) return [];
  const others = names.flatMap((name, index) => (index === at ? [] : [{ name, index }]));
  const isNumeric = numeric.has(target) && new Set(usable.map((row) => row[at])).size > 2;
  return isNumeric ? numericLeaks(usable, at, others, numeric) : labelLeaks(usable, at, others);
}

interface Place {
  name: string;
  index: number;
}

function numericLeaks(
  rows: readonly (readonly string[])[],
  at: number,
  others: readonly Place[],
  numeric: ReadonlySet<string>,
): Leak[] {
  const wanted = valuesOf(rows, at);
  const rounding = ROUNDING * rangeOf(wanted);
  const columns = others
    .filter(({ name }) => numeric.has(name))
    .slice(0, MOST_NUMERIC)
    .map(({ name, index }) => ({ name, values: valuesOf(rows, index) }));
  const leaks = new Map<string, Leak>();
  for (const { name, values } of columns) {
    const share = shareEqual(wanted, (row) => values[row] ?? Number.NaN, rounding);
    if (share >= NEARLY_ALL) leaks.set(name, { column: name, kind: 'copy', share });
  }
  const varying = columns.filter(({ name, values }) => !leaks.has(name) && new Set(values).size > 1);
  varying.forEach((a, i) => {
    for (const b of varying.slice(i + 1)) {
      const kind = combination(wanted, a.values, b.values, rounding);
      if (!kind) continue;
      leaks.set(a.name, { column: a.name, kind, with: b.name });
      leaks.set(b.name, { column: b.name, kind, with: a.name });
    }
  });
  for (const { name, values } of varying) {
    const correlation = pearson(wanted, values);
    if (!leaks.has(name) && Math.abs(correlation) >= NEARLY_EQUAL)
      leaks.set(name, { column: name, kind: 'correlated', correlation });
  }
  return [...leaks.values()];
}

const valuesOf = (rows: readonly (readonly string[])[], index: number): Float64Array =>
  Float64Array.from(rows, (row) => parseNumber((row[index] ?? '').trim()) ?? Number.NaN);

function rangeOf(values: Float64Array): number {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return most > least ? most - least : 0;
}

function combination(
  wanted: Float64Array,
  a: Float64Array,
  b: Float64Array,
  allowed: number,
): 'sum' | 'difference' | undefined {
  const sum = (row: number): number => (a[row] ?? 0) + (b[row] ?? 0);
  const difference = (row: number): number => (a[row] ?? 0) - (b[row] ?? 0);
  const first = wanted.subarray(0, FIRST_ROWS);
  const holds = (value: (row: number) => number): boolean =>
    shareEqual(first, value, allowed) >= NEARLY_ALL && shareEqual(wanted, value, allowed) >= NEARLY_ALL;
  if (holds(sum)) return 'sum';
  return holds(difference) || holds((row) => -difference(row)) ? 'difference' : undefined;
}

/** Rounded parts add up to a rounded whole within this share of the target's range. */
const ROUNDING = 1e-4;

/** Share of the rows in which both are numbers and equal but for rounding; rows where either is none do not count. */
function shareEqual(wanted: Float64Array, value: (row: number) => number, allowed: number): number {
  let [equal, compared] = [0, 0];
  wanted.forEach((is, row) => {
    const other = value(row);
    if (Number.isNaN(is) || Number.isNaN(other)) return;
    compared += 1;
    if (Math.abs(is - other) <= allowed) equal += 1;
  });
  return compared * 2 < wanted.length ? 0 : equal / compared;
}

function pearson(x: Float64Array, y: Float64Array): number {
  const rows = [...x.keys()].filter((row) => !Number.isNaN(x[row]) && !Number.isNaN(y[row]));
  if (rows.length < LEAST_ROWS) return 0;
  const mean = (values: Float64Array): number => rows.reduce((sum, row) => sum + (values[row] ?? 0), 0) / rows.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (const row of rows) {
    const [dx, dy] = [(x[row] ?? 0) - meanX, (y[row] ?? 0) - meanY];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
}

function labelLeaks(rows: readonly (readonly string[])[], at: number, others: readonly Place[]): Leak[] {
  const labels = rows.map((row) => (row[at] ?? '').trim());
  const majority = Math.max(...counted(labels).values()) / rows.length;
  return others.flatMap(({ name, index }): Leak[] => {
    const cells = rows.map((row) => (row[index] ?? '').trim());
    if (cells.every((cell, row) => cell === labels[row])) return [{ column: name, kind: 'copy', share: 1 }];
    const share = new Set(cells).size <= FEW_LEVELS ? toldByLevel(cells, labels) : toldByThreshold(cells, labels);
    return share >= NEARLY_ALL && share > majority + (1 - majority) / 2
      ? [{ column: name, kind: 'tells-label', share }]
      : [];
  });
}

function counted(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** Share of rows that have the most frequent label of their level. */
function toldByLevel(cells: readonly string[], labels: readonly string[]): number {
  const byLevel = new Map<string, string[]>();
  cells.forEach((cell, row) => {
    const found = byLevel.get(cell) ?? [];
    found.push(labels[row] ?? '');
    byLevel.set(cell, found);
  });
  let told = 0;
  for (const found of byLevel.values()) told += Math.max(...counted(found).values());
  return told / cells.length;
}

/** Share of rows that one threshold puts on the right side. */
function toldByThreshold(cells: readonly string[], labels: readonly string[]): number {
  const rows = cells.flatMap((cell, row) => {
    const value = parseNumber(cell);
    return value === undefined ? [] : [{ value, label: labels[row] ?? '' }];
  });
  if (rows.length * 10 < cells.length * 9) return 0;
  rows.sort((a, b) => a.value - b.value);
  const [one = ''] = labels;
  const total = rows.filter(({ label }) => label === one).length;
  let below = 0;
  let best = 0;
  rows.forEach(({ value, label }, index) => {
    if (label === one) below += 1;
    if (rows[index + 1]?.value === value) return;
    const right = below + (rows.length - index - 1 - (total - below));
    best = Math.max(best, right, rows.length - right);
  });
  return best / rows.length;
}
