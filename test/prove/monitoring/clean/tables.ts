/** Tables that no row of which is unlike another: made up, with the shapes that tests stumble over, and public ones. */

import { available, table } from '../../data/detection/tables.ts';
import { type Random, random, shuffled } from '../../data/random.ts';

/** Cells of a row. */
type Row = readonly string[];
export interface Pair {
  readonly header: readonly string[];
  readonly before: readonly Row[];
  readonly now: readonly Row[];
}

type Cell = (source: Random) => string;

const NULL_SHARE = 0.01;
const levelOf =
  (levels: number, skew: number): Cell =>
  (source) =>
    `l${Math.floor(levels * source.next() ** skew)}`;

/** As those that peers were measured on: 15 numbers and 5 categories of 2 to 200 levels, 1 % of the cells empty. */
export const COLUMNS: readonly (readonly [name: string, cell: Cell])[] = [
  ...Array.from({ length: 5 }, (_, i): [string, Cell] => [`normal${i}`, (source) => source.normal().toFixed(5)]),
  ...Array.from({ length: 3 }, (_, i): [string, Cell] => [
    `lognormal${i}`,
    (source) => Math.exp(source.normal()).toFixed(5),
  ]),
  ['uniform', (source) => source.next().toFixed(6)],
  ['pareto', (source) => ((1 - source.next()) ** (-1 / 1.2)).toFixed(4)],
  ['zeros', (source) => (source.chance(0.7) ? '0' : Math.exp(source.normal()).toFixed(3))],
  ['digit', (source) => String(source.below(10))],
  ['flag', (source) => String(Number(source.chance(0.03)))],
  ['count', (source) => String(Math.floor(-Math.log(1 - source.next()) * 3))],
  ['rounded', (source) => (5 * Math.round(source.normal() * 2)).toString()],
  ['two', levelOf(2, 1)],
  ['five', levelOf(5, 2)],
  ['ten', levelOf(10, 1)],
  ['fifty', levelOf(50, 1)],
  ['many', levelOf(200, 2)],
];

export const HEADER = COLUMNS.map(([name]) => name);

export const madeUpRows = (rows: number, source: Random): string[][] =>
  Array.from({ length: rows }, () => COLUMNS.map(([, cell]) => (source.chance(NULL_SHARE) ? '' : cell(source))));

/** Columns that hang together, and one that is copied: what one test says the others say too. */
function correlatedRows(rows: number, source: Random): string[][] {
  return Array.from({ length: rows }, () => {
    const common = source.normal();
    const others = Array.from({ length: 11 }, () => (0.9 * common + 0.44 * source.normal()).toFixed(4));
    return [common.toFixed(4), ...others, common > 1 ? 'high' : common < -1 ? 'low' : 'middle'];
  });
}

/** Many levels, none frequent; names; whole numbers that name rows. */
function wideRows(rows: number, source: Random): string[][] {
  return Array.from({ length: rows }, () => [
    ...[2, 3, 7, 20, 100, 200, 500, 1000].map((levels) => levelOf(levels, 1)(source)),
    ...[20, 200, 1000].map((levels) => levelOf(levels, 4)(source)),
    `name ${source.below(1e9)}`,
    String(source.below(1e9)),
  ]);
}

const MADE_UP: Readonly<Record<string, (rows: number, source: Random) => string[][]>> = {
  'made-up': madeUpRows,
  correlated: correlatedRows,
  levels: wideRows,
};

/**
 * Rows of a table that is made up here, as `cleanPair` has them but for columns that name rows; undefined where the name is
 * another one's. `shapes` are what comparisons call made-up.
 */
export function generated(name: string, rows: number, source: Random): string[][] | undefined {
  if (name === 'levels') return wideRows(rows, source).map((row) => row.slice(0, -2));
  return name === 'shapes'
    ? madeUpRows(rows, source)
    : name === 'correlated'
      ? correlatedRows(rows, source)
      : undefined;
}

/** Real ones only where they are at hand. */
export const tables = (): { names: string[]; absent: string[] } => {
  const { names, absent } = available();
  return {
    names: [...Object.keys(MADE_UP), ...names.filter((name) => name !== 'made-up' && !name.endsWith('-accents'))],
    absent,
  };
};

/** Disjoint sets of random rows of one table; undefined where it has too few. */
export function cleanPair(name: string, before: number, now: number, seed: number): Pair | undefined {
  const source = random(seed, before, now);
  const make = MADE_UP[name];
  if (make) {
    const rows = make(before + now, source);
    const header = name === 'made-up' ? HEADER : (rows[0] ?? []).map((_, i) => `c${i}`);
    return { header, before: rows.slice(0, before), now: rows.slice(before) };
  }
  const { header, rows } = table(name);
  if (rows.length < before + now) return undefined;
  const mixed = shuffled(rows, source);
  return { header, before: mixed.slice(0, before), now: mixed.slice(before, before + now) };
}
