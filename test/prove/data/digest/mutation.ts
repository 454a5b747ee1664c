/** One change to a table that makes other data of it: the digest must tell. */
import type { ColumnType } from '../../../../lib/core/contracts/schema.ts';
import type { Random } from '../random.ts';
import { LONG, makeCell, type Table } from './table.ts';

export const KINDS = [
  'cell',
  'missing cell',
  'type',
  'order of two rows',
  'row left out',
  'row beyond 10,000',
] as const;
export type Kind = (typeof KINDS)[number];

export interface Mutated {
  kind: Kind;
  table: Table;
}

/** What may be another type without one cell being another. */
const WIDER: Partial<Record<ColumnType, ColumnType>> = { integer: 'number', category: 'text', boolean: 'category' };

export function mutate(table: Table, random: Random): Mutated {
  const { columns, rows } = table;
  const kind = random.pick(rows.length >= LONG ? KINDS : KINDS.filter((each) => each !== 'row beyond 10,000'));
  switch (kind) {
    case 'type': {
      const index = random.pick(
        columns.flatMap(({ name, type }, i) => (WIDER[type] && name !== 'target' ? [i] : [])).concat(-1),
      );
      const column = columns[index];
      const type = column && WIDER[column.type];
      if (!column || !type) return { kind: 'cell', table: withCell(table, random, random.below(rows.length)) };
      return { kind, table: { ...table, columns: columns.with(index, { ...column, type }) } };
    }
    case 'order of two rows': {
      const [a, b] = [random.below(rows.length), random.below(rows.length)];
      const [one = [], other = []] = [rows[a], rows[b]];
      if (one.join('\0') === other.join('\0')) return mutate(table, random);
      return { kind, table: { ...table, rows: rows.with(a, other).with(b, one) } };
    }
    case 'row left out':
      return { kind, table: { ...table, rows: rows.toSpliced(random.below(rows.length), 1) } };
    case 'missing cell': {
      const row = random.below(rows.length);
      const index = random.below(columns.length - 1);
      const { name, type } = columns[index] ?? { name: 'target', type: 'number' };
      const old = rows[row]?.[index] ?? '';
      // An id and a target cannot be missing: such a table has no features left to choose from.
      if (name === 'id' || name === 'target') return mutate(table, random);
      return { kind, table: replaced(table, row, index, old === '' ? makeCell(type, random) : '') };
    }
    case 'cell':
      return { kind, table: withCell(table, random, random.below(rows.length)) };
    case 'row beyond 10,000':
      return { kind, table: withCell(table, random, LONG - 1 + random.below(rows.length - LONG + 1)) };
  }
}

const replaced = (table: Table, row: number, index: number, cell: string): Table => ({
  ...table,
  rows: table.rows.with(row, (table.rows[row] ?? []).with(index, cell)),
});

/** Another value of the same type in one cell that is not missing: as close to the old one as a mistake may be. */
function withCell(table: Table, random: Random, row: number): Table {
  const filled = table.columns.flatMap(({ name, type }, index) => {
    const cell = table.rows[row]?.[index] ?? '';
    return cell === '' ? [] : [{ index, name, type, cell }];
  });
  const { index, name, type, cell } = random.pick(filled);
  // White space around an id does not count.
  return replaced(table, row, index, name === 'id' ? `${cell}x` : near(cell, type, random));
}

function near(cell: string, type: ColumnType, random: Random): string {
  switch (type) {
    case 'integer':
      return String(Number(cell) + random.pick([1, -1]));
    case 'number': {
      // One digit is another digit, behind the point: the number is another number.
      const at = cell.length - 1 - random.below(cell.length - cell.indexOf('.') - 1);
      const digit = (Number(cell[at]) + 1 + random.below(9)) % 10;
      return `${cell.slice(0, at)}${digit}${cell.slice(at + 1)}`;
    }
    case 'text':
      return random.pick([
        `${cell}x`,
        ` ${cell}`,
        `${cell} `,
        cell.length > 1 ? [...cell].slice(0, -1).join('') : `${cell}y`,
      ]);
    default: {
      const other = makeCell(type, random);
      return other === cell ? near(cell, type, random) : other;
    }
  }
}
