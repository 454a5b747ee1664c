/**
 * Rows as texts that are equal exactly when the rows are: cells as netstrings (length in UTF-16 code units, colon,
 * cell), features in the order of their names, then target, then id. Line ends within a cell are LF.
 *
 * So a row's text depends neither on quoting, delimiter and line ends of the file nor on the order of its columns.
 */
import type { DatasetSchema } from '../contracts/schema.ts';
import type { CheckedRow } from './row-check.ts';

export interface CanonicalRow {
  /** Features only. */
  features: string;
  /** Features, target and id. */
  all: string;
}

export function canonicalRows(schema: DatasetSchema): (row: CheckedRow) => CanonicalRow {
  const order = nameOrder(schema);
  return ({ cells, target, id }) => {
    let features = '';
    for (const index of order) features += netstring(cells[index] ?? '');
    return { features, all: features + netstring(target) + (id === undefined ? '' : netstring(id)) };
  };
}

/** Indices of the columns, by name (UTF-16 code units). */
export function nameOrder({ columns }: DatasetSchema): number[] {
  return columns
    .map(({ name }, index) => ({ name, index }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ index }) => index);
}

function netstring(cell: string): string {
  const text = cell.includes('\r') ? cell.replace(/\r\n?/g, '\n') : cell;
  return `${text.length}:${text}`;
}
