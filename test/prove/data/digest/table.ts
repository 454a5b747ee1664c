/** A random table under a contract: what a dataset's digest is taken of. */
import type { ColumnType } from '../../../../lib/core/contracts/schema.ts';
import type { Random } from '../random.ts';

export interface Column {
  name: string;
  type: ColumnType;
}

export interface Table {
  /** The last one is the target, a number; the first one the id where there is one. */
  columns: Column[];
  hasId: boolean;
  rows: string[][];
}

const TYPES: readonly ColumnType[] = ['integer', 'number', 'boolean', 'category', 'text', 'timestamp'];
const LETTERS = [
  ...'abcdefghijklmnopqrstuvwxyz',
  'é',
  'e\u0301',
  'ß',
  '\u{1f642}',
  '語',
  ' ',
  ',',
  '"',
  '\n',
  ';',
  ':',
  '1',
];
const LEVELS = ['basic', 'plus', 'pro', 'Ümlaut', 'a b'];
const MISSING_SHARE = 0.05;

/** Rows of a long table: MLflow's digest looks at 10,000. */
export const LONG = 10_001;

/** @param long more than 10,000 rows, of few columns */
export function makeTable(random: Random, long: boolean): Table {
  const hasId = random.chance(0.5);
  const features = Array.from({ length: 1 + random.below(long ? 3 : 7) }, (_, i) => ({
    name: `c${i}${random.pick(['', ' x', 'é'])}`,
    type: random.pick(TYPES),
  }));
  const columns: Column[] = [
    ...(hasId ? [{ name: 'id', type: 'text' as const }] : []),
    ...features,
    { name: 'target', type: 'number' },
  ];
  const rows = Array.from({ length: (long ? LONG : 60) + random.below(long ? 100 : 200) }, (_, row) =>
    columns.map(({ name, type }) => {
      if (hasId && name === 'id') return `id-${row}`;
      if (name !== 'target' && random.chance(MISSING_SHARE)) return '';
      return makeCell(type, random);
    }),
  );
  return { columns, hasId, rows };
}

export function makeCell(type: ColumnType, random: Random): string {
  const digits = (count: number): string => String(random.below(10 ** count)).padStart(count, '0');
  switch (type) {
    case 'integer':
      return String(random.below(2 * 10 ** (1 + random.below(9))) - 10 ** random.below(9));
    case 'number':
      return `${random.chance(0.3) ? '-' : ''}${random.below(10 ** random.below(7))}.${digits(1 + random.below(6))}`;
    case 'boolean':
      return random.pick(['true', 'false']);
    case 'category':
      return random.pick(LEVELS);
    case 'text':
      return `w${Array.from({ length: random.below(12) }, () => random.pick(LETTERS)).join('')}`;
    case 'timestamp':
      return `2026-0${1 + random.below(9)}-1${random.below(10)}T1${random.below(10)}:${random.below(6)}${random.below(10)}:30Z`;
  }
}

/** As a file: comma, LF, texts in quotes where they must be. */
export function csvOf({ columns, rows }: Table): string {
  const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return [columns.map(({ name }) => name), ...rows].map((row) => `${row.map(quoted).join(',')}\n`).join('');
}
