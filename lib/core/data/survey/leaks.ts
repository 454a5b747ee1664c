/** Columns that give the target away: they hold it, or are parts of it. A model that reads them is worthless where it is needed. */
import { parseNumber } from '../cells.ts';
import { type Arena, withArena } from '../kernel/arena.ts';
import { pairSums } from '../profile/derive/sums.ts';

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

/** A column of some rows, in one or both of its forms. They are made when asked for: a wide table is never all in memory as texts. */
export interface LeakColumn {
  name: string;
  /** Whether its cells are numbers. */
  isNumeric: boolean;
  /** Without white space around them. */
  cells(): readonly string[];
  /** NaN where a cell is none. */
  numbers(): Float64Array;
}

/** @param others of the same rows, in which the target is there */
export function findLeaks(target: LeakColumn, others: readonly LeakColumn[]): Leak[] {
  const labels = target.cells();
  if (labels.length < LEAST_ROWS) return [];
  return target.isNumeric && new Set(labels).size > 2
    ? numericLeaks(target.numbers(), others)
    : labelLeaks(labels, others);
}

function numericLeaks(wanted: Float64Array, others: readonly LeakColumn[]): Leak[] {
  const rounding = ROUNDING * rangeOf(wanted);
  const columns = others
    .filter(({ isNumeric }) => isNumeric)
    .slice(0, MOST_NUMERIC)
    .map((column) => ({ name: column.name, values: column.numbers() }));
  const leaks = new Map<string, Leak>();
  for (const { name, values } of columns) {
    const share = shareEqual(wanted, values, NONE, 0, rounding);
    if (share >= NEARLY_ALL) leaks.set(name, { column: name, kind: 'copy', share });
  }
  const varying = columns.filter(({ name, values }) => !leaks.has(name) && varies(values));
  varying.forEach((a, i) => {
    for (const b of varying.slice(i + 1)) {
      const kind = combination(wanted, a.values, b.values, rounding);
      if (!kind) continue;
      leaks.set(a.name, { column: a.name, kind, with: b.name });
      leaks.set(b.name, { column: b.name, kind, with: a.name });
    }
  });
  withArena(undefined, (arena) => {
    for (const { name, values } of varying) {
      const correlation = pearson(arena, wanted, values);
      if (!leaks.has(name) && Math.abs(correlation) >= NEARLY_EQUAL)
        leaks.set(name, { column: name, kind: 'correlated', correlation });
    }
  });
  return [...leaks.values()];
}

/** What is missing is another value. */
function varies(values: Float64Array): boolean {
  const [first = Number.NaN] = values;
  return values.some((value) => value !== first && !(Number.isNaN(value) && Number.isNaN(first)));
}

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
  const few = wanted.subarray(0, FIRST_ROWS);
  const holds = (x: Float64Array, y: Float64Array, sign: number): boolean =>
    shareEqual(few, x, y, sign, allowed) >= NEARLY_ALL && shareEqual(wanted, x, y, sign, allowed) >= NEARLY_ALL;
  if (holds(a, b, 1)) return 'sum';
  return holds(a, b, -1) || holds(b, a, -1) ? 'difference' : undefined;
}

/** Rounded parts add up to a rounded whole within this share of the target's range. */
const ROUNDING = 1e-4;

const NONE = new Float64Array(0);

/**
 * Share of the rows in which both are numbers and equal but for rounding; rows where either is none do not count.
 * @param sign of b, which is added to a; 0: a alone
 */
function shareEqual(wanted: Float64Array, a: Float64Array, b: Float64Array, sign: number, allowed: number): number {
  let equal = 0;
  let compared = 0;
  for (let row = 0; row < wanted.length; row++) {
    const is = wanted[row] ?? Number.NaN;
    const other = sign === 0 ? (a[row] ?? Number.NaN) : (a[row] ?? Number.NaN) + sign * (b[row] ?? Number.NaN);
    if (Number.isNaN(is) || Number.isNaN(other)) continue;
    compared += 1;
    if (Math.abs(is - other) <= allowed) equal += 1;
  }
  return compared * 2 < wanted.length ? 0 : equal / compared;
}

/** Over the rows in which both are there. */
function pearson(arena: Arena, x: Float64Array, y: Float64Array): number {
  const [rows, sumX, sumY] = pairSums(arena, x, y);
  if (rows < LEAST_ROWS) return 0;
  const [meanX, meanY] = [sumX / rows, sumY / rows];
  const centredX = x.map((value) => value - meanX);
  const centredY = y.map((value) => value - meanY);
  const [, , , xx, yy, xy] = pairSums(arena, centredX, centredY);
  return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
}

function labelLeaks(labels: readonly string[], others: readonly LeakColumn[]): Leak[] {
  const majority = Math.max(...counted(labels).values()) / labels.length;
  return others.flatMap((column): Leak[] => {
    const { name } = column;
    const cells = column.cells();
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
