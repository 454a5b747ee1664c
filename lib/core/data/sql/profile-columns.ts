/** The columns of a profile, as its SQL asks for them. */
import type { Profile } from '../../contracts/profile.ts';
import type { ColumnType } from '../../contracts/schema.ts';
import type { SqlColumn } from './profile-sql.ts';

/** @param types of the columns by name; without one a column is text @param bins whether to count by the edges of the profile */
export const profileColumns = (
  { columns }: Profile,
  types: ReadonlyMap<string, ColumnType>,
  bins: boolean,
): SqlColumn[] =>
  columns.map((column) => ({
    name: column.name,
    type: types.get(column.name) ?? 'text',
    ...(column.kind === 'number' && column.mean !== undefined ? { center: column.mean } : {}),
    ...(bins && column.kind === 'number' && column.edges.length > 0 ? { edges: column.edges } : {}),
  }));
