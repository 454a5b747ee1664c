/**
 * Rows as texts that are equal exactly when the rows are: cells as netstrings (length, colon, cell), features in the order
 * of their names, then target, then id. Line ends within a cell are LF.
 *
 * So a row's text depends neither on quoting, delimiter and line ends of the file nor on the order of its columns. Every
 * row has as many netstrings as the schema says, so rows side by side have one reading only.
 */
import type { DatasetSchema } from '../contracts/schema.ts';
import type { CheckedRow } from './row-check.ts';

export interface CanonicalRow {
  /** Features only, lengths in UTF-16 code units: the key of the split, which no row may ever change. */
  features: string;
  /** Features, target and id, lengths in bytes of UTF-8: what the digest is of. */
  all: string;
}

export function canonicalRows(schema: DatasetSchema): (row: CheckedRow) => CanonicalRow {
  const order = nameOrder(schema);
  return ({ cells, target, id }) => {
    let features = '';
    let all = '';
    for (const index of order) {
      const text = lineFeeds(cells[index] ?? '');
      features += `${text.length}:${text}`;
      all += netstring(text);
    }
    return { features, all: all + netstring(lineFeeds(target)) + (id === undefined ? '' : netstring(lineFeeds(id))) };
  };
}

/** Indices of the columns, by name (UTF-16 code units). */
export function nameOrder({ columns }: DatasetSchema): number[] {
  return columns
    .map(({ name }, index) => ({ name, index }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ index }) => index);
}

const lineFeeds = (cell: string): string => (cell.includes('\r') ? cell.replace(/\r\n?/g, '\n') : cell);

const netstring = (text: string): string => `${Buffer.byteLength(text)}:${text}`;
