/** Builds the profile of a dataset, row by row. */
import type { Profile } from '../../contracts/profile.ts';
import type { ColumnType } from '../../contracts/schema.ts';
import { parseBoolean } from '../cells.ts';
import type { Contract } from '../contract.ts';
import type { CheckedRow } from '../row-check.ts';
import { type CategoryColumn, categoryColumn } from './category.ts';
import { type NumberColumn, numberColumn } from './number.ts';

/** Shared by all columns of a kind, so that the width of a file does not decide on memory: 64 MB of numbers, a million texts. */
const NUMBERS_IN_ALL = 8_000_000;
const NUMBERS_A_COLUMN = 1_000_000;
const LEVELS_IN_ALL = 400_000;
const LEVELS_A_COLUMN = 50_000;

export interface ProfileBuilder {
  add(row: CheckedRow): void;
  profile(): Profile;
}

type Column = { kind: 'number'; column: NumberColumn } | { kind: 'category'; column: CategoryColumn; boolean: boolean };

/** Whether a column of this type is profiled by its numbers; the others are by their texts. */
export const isNumeric = (type: ColumnType): boolean => type === 'integer' || type === 'number' || type === 'timestamp';

export function profileBuilder({ rules, target }: Contract): ProfileBuilder {
  const all = [...rules, target];
  const numeric = all.filter(({ type }) => isNumeric(type)).length;
  const share = (total: number, most: number, columns: number) => Math.min(most, Math.floor(total / (columns + 1)));
  const numberLimit = share(NUMBERS_IN_ALL, NUMBERS_A_COLUMN, numeric);
  const levelLimit = share(LEVELS_IN_ALL, LEVELS_A_COLUMN, all.length - numeric);
  const make = (name: string, type: ColumnType): Column =>
    isNumeric(type)
      ? { kind: 'number', column: numberColumn(name, numberLimit) }
      : { kind: 'category', column: categoryColumn(name, levelLimit), boolean: type === 'boolean' };

  const columns = rules.map(({ name, type }) => make(name, type));
  // Labels are texts also where they look like numbers.
  const targetColumn = make(target.name, target.values ? 'category' : target.type);
  let rows = 0;

  return {
    add(row) {
      rows += 1;
      let index = 0;
      for (const column of columns) {
        addTo(column, row.cells[index] ?? '', row.values[index] ?? Number.NaN);
        index += 1;
      }
      addTo(targetColumn, row.target, row.targetValue);
    },
    profile: () => ({
      v: 1,
      rows,
      columns: columns.map(({ column }) => column.profile()),
      target: targetColumn.column.profile(),
    }),
  };
}

function addTo(column: Column, text: string, value: number): void {
  if (column.kind === 'number') column.column.add(value);
  // One spelling of a boolean's many, so that another writer of the same data is no change.
  else column.column.add(column.boolean && text !== '' ? String(parseBoolean(text) ?? text) : text);
}
