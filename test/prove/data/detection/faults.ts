/** The faults, as pure functions of a table and a seed. */
import type { Table } from './tables.ts';

export interface Plot {
  readonly header: readonly string[];
  rows: string[][];
  readonly target: string;
  readonly ignore: readonly string[];
  readonly hours: readonly string[];
  readonly times: readonly string[];
  /** Rows of the reference, which some faults bring again. */
  readonly reference: readonly (readonly string[])[];
  readonly random: () => number;
}

export interface Planted {
  /** Columns of which one must be named; the file when there is none. */
  columns: string[];
  rows: string[][];
  /** The text is changed after it was written. */
  text?: (csv: string) => string;
}

export interface Fault {
  readonly name: string;
  /** Rules that tell of it, beside a refusal of the rows themselves. */
  readonly rules: readonly string[];
  /** Undefined where it cannot be planted: no such column, or fewer than 20 cells would change. */
  plant(plot: Plot): Planted | undefined;
}

/** Fewer changed cells are no fault that anybody could find. */
const LEAST_CELLS = 20;

/** Cells that break the contract's types tell as well. */
export const OF_ROWS = [
  'not-a-number',
  'not-an-integer',
  'not-a-timestamp',
  'not-a-boolean',
  'not-an-allowed-value',
  'unknown-label',
  'empty-target',
  'wrong-cell-count',
];
const OF_VALUES = [
  'unit-change',
  'unit-change-in-part',
  'distribution-changed',
  'location-change',
  'scale-change',
  'shape-change',
  'out-of-range',
];
const OF_LEVELS = ['new-category', 'category-mix'];

const isNumber = (cell: string): boolean => cell.trim() !== '' && Number.isFinite(Number(cell));
const isText = (cell: string): boolean => cell.trim() !== '' && !isNumber(cell);

type Kind = 'number' | 'text' | 'time';
function kindOf({ rows, times }: Plot, column: number, name: string): Kind {
  if (times.includes(name)) return 'time';
  const cells = rows.map((row) => row[column] ?? '').filter((cell) => cell.trim() !== '');
  if (cells.every((cell) => /^\d{4}-\d\d-\d\d/.test(cell))) return 'time';
  return cells.filter(isNumber).length >= 0.95 * cells.length ? 'number' : 'text';
}

/** Features of a kind that vary and do not name the rows. */
function features(plot: Plot, kind: Kind): number[] {
  return plot.header.flatMap((name, i) => {
    if (name === plot.target || plot.ignore.includes(name) || kindOf(plot, i, name) !== kind) return [];
    const different = new Set(plot.rows.map((row) => row[i])).size;
    if (different < 2 || (kind === 'text' && different > plot.rows.length / 2)) return [];
    // A number of the row grows without end: each file has its own.
    const isRowNumber =
      kind === 'number' && different === plot.rows.length && plot.rows.every((row) => /^\d+$/.test(row[i] ?? ''));
    return isRowNumber ? [] : [i];
  });
}

const pick = <T>(items: readonly T[], random: () => number): T | undefined =>
  items[Math.floor(random() * items.length)];

/** Changes cells of one column. @param cell undefined where it stays */
function inColumn(
  plot: Plot,
  column: number | undefined,
  cell: (cell: string, row: number) => string | undefined,
): Planted | undefined {
  if (column === undefined) return undefined;
  let changed = 0;
  const rows = plot.rows.map((row, i) => {
    const now = cell(row[column] ?? '', i);
    if (now === undefined || now === row[column]) return row;
    changed += 1;
    return row.with(column, now);
  });
  return changed < LEAST_CELLS ? undefined : { columns: [plot.header[column] ?? ''], rows };
}

/** As a program would write it: no digits of binary fractions. */
const written = (value: number): string => String(Number(value.toPrecision(12)));

function scaled(factor: number, share = 1): Fault['plant'] {
  return (plot) => {
    const chosen = new Set([...plot.rows.keys()].filter(() => share === 1 || plot.random() < share));
    return inColumn(plot, pick(features(plot, 'number'), plot.random), (cell, row) =>
      chosen.has(row) && isNumber(cell) ? written(Number(cell) * factor) : undefined,
    );
  };
}

const UNITS = [
  'unit-change',
  'unit-change-in-part',
  'distribution-changed',
  'location-change',
  'scale-change',
  'out-of-range',
  'shape-change',
];

export const FAULTS: readonly Fault[] = [
  { name: 'unit x10', rules: UNITS, plant: scaled(10) },
  { name: 'unit x1000', rules: UNITS, plant: scaled(1000) },
  { name: 'unit x0.3048', rules: UNITS, plant: scaled(0.3048) },
  { name: 'x1000 in 1 % of rows', rules: ['unit-change-in-part', 'out-of-range'], plant: scaled(1000, 0.01) },
  {
    name: 'two columns swapped',
    rules: [
      'columns-swapped',
      ...OF_VALUES,
      ...OF_LEVELS,
      'relation-change',
      'correlation-flip',
      'null-share',
      'mojibake',
      'times-shifted',
    ],
    plant(plot) {
      const all = [...features(plot, 'number'), ...features(plot, 'text'), ...features(plot, 'time')];
      const a = pick(all, plot.random);
      const b = pick(
        all.filter((column) => column !== a),
        plot.random,
      );
      if (a === undefined || b === undefined) return undefined;
      const changed = plot.rows.filter((row) => row[a] !== row[b]).length;
      if (changed < LEAST_CELLS) return undefined;
      const rows = plot.rows.map((row) => row.with(a, row[b] ?? '').with(b, row[a] ?? ''));
      return { columns: [plot.header[a] ?? '', plot.header[b] ?? ''], rows };
    },
  },
  {
    name: 'columns shifted from row 1,000 on',
    rules: ['columns-shifted', ...OF_VALUES, ...OF_LEVELS, 'null-share', 'label-share'],
    plant(plot) {
      if (plot.rows.length < 1000 + LEAST_CELLS) return undefined;
      const rows = plot.rows.map((row, i) => (i < 1000 ? row : ['', ...row.slice(0, -1)]));
      return { columns: [...plot.header], rows };
    },
  },
  {
    name: 'file cut in mid row',
    rules: ['cut-file', 'file-cut'],
    plant: (plot) => ({
      columns: [],
      rows: plot.rows,
      // Within the last fifth, at a place inside a row.
      text: (csv) => {
        let at = Math.floor(csv.length * (0.8 + 0.2 * plot.random()));
        while (csv[at] === '\n' || csv[at - 1] === '\n') at -= 1;
        return csv.slice(0, at);
      },
    }),
  },
  {
    name: '5 % of labels flipped',
    rules: ['labels-mixed-up', 'label-share', 'relation-change'],
    plant(plot) {
      const target = plot.header.indexOf(plot.target);
      const labels = [...new Set(plot.rows.map((row) => row[target] ?? ''))];
      const [a, b] = labels;
      if (labels.length !== 2) return undefined;
      return inColumn(plot, target, (cell) => (plot.random() < 0.05 ? (cell === a ? b : a) : undefined));
    },
  },
  {
    name: 'a block of 10 % of the rows twice',
    rules: ['repeated-block', 'repeated-rows'],
    plant(plot) {
      const length = Math.floor(plot.rows.length / 10);
      const start = Math.floor(plot.random() * (plot.rows.length - length));
      const block = plot.rows.slice(start, start + length);
      const end = plot.random() < 0.5 ? start + length : plot.rows.length;
      return { columns: [], rows: [...plot.rows.slice(0, end), ...block, ...plot.rows.slice(end)] };
    },
  },
  {
    name: 'a new category in 2 % of rows',
    rules: OF_LEVELS,
    plant: (plot) =>
      inColumn(plot, pick(features(plot, 'text'), plot.random), () => (plot.random() < 0.02 ? 'Zzyzx' : undefined)),
  },
  {
    name: 'nulls +5 points',
    rules: ['null-share'],
    plant: (plot) =>
      inColumn(plot, pick([...features(plot, 'number'), ...features(plot, 'text')], plot.random), () =>
        plot.random() < 0.05 ? '' : undefined,
      ),
  },
  {
    name: 'offset of 0.5 sd',
    rules: OF_VALUES,
    plant(plot) {
      const column = pick(features(plot, 'number'), plot.random);
      if (column === undefined) return undefined;
      const values = plot.rows.flatMap((row) => (isNumber(row[column] ?? '') ? [Number(row[column])] : []));
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
      // Whole numbers stay whole: otherwise their type tells.
      const whole = values.every(Number.isInteger);
      const offset = whole ? Math.round(0.5 * sd) : 0.5 * sd;
      return inColumn(plot, column, (cell) => (isNumber(cell) ? written(Number(cell) + offset) : undefined));
    },
  },
  {
    name: 'times shifted by 5 hours',
    rules: ['times-shifted', 'relation-change'],
    plant(plot) {
      const name = pick([...plot.hours, ...plot.times], plot.random);
      if (name === undefined) return undefined;
      return inColumn(plot, plot.header.indexOf(name), (cell) => {
        if (plot.hours.includes(name)) return String((Number(cell) + 5) % 24);
        const time = new Date(`${cell.slice(0, 19)}Z`).getTime() + 5 * 3600 * 1000;
        return `${new Date(time).toISOString().slice(0, 19)}${cell.slice(19)}`;
      });
    },
  },
  {
    name: 'UTF-8 read as Latin-1',
    rules: ['mojibake', 'new-category', 'category-mix'],
    plant(plot) {
      const accented = features(plot, 'text').filter((i) =>
        plot.rows.some((row) => isText(row[i] ?? '') && Buffer.byteLength(row[i] ?? '') > (row[i] ?? '').length),
      );
      return inColumn(plot, pick(accented, plot.random), (cell) => Buffer.from(cell, 'utf8').toString('latin1'));
    },
  },
  {
    name: "yesterday's file again",
    rules: ['same-data'],
    plant: (plot) => ({ columns: [], rows: plot.reference.map((row) => [...row]) }),
  },
  {
    name: "yesterday's rows in another order",
    rules: ['same-data'],
    plant(plot) {
      const rows = plot.reference.map((row) => [...row]);
      shuffle(rows, plot.random);
      return { columns: [], rows };
    },
  },
];

export function shuffle(items: unknown[], random: () => number): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [items[i], items[j]] = [items[j], items[i]];
  }
}

export const csv = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header, ...rows]
    .map((row) => `${row.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`)
    .join('');

export const plotOf = (
  { header, target, ignore, hours, times }: Table,
  rows: string[][],
  reference: readonly (readonly string[])[],
  random: () => number,
): Plot => ({ header, target, ignore, hours, times, rows, reference, random });
