/** Words that stand for a missing cell in a model's data, as its manifest names them. */
import type { Manifest } from '../contracts/manifest/schema.ts';
import type { SchemaColumn } from '../contracts/schema.ts';

/** Those of the model and of the column itself, sorted. A cell is missing when it is one of them without the white space around. */
export function nullWords({ nulls = [], columns }: Manifest['data'], column: string): string[] {
  const own = Object.hasOwn(columns, column) ? (columns[column]?.nulls ?? []) : [];
  return [...new Set([...nulls, ...own])].sort();
}

/** Empties the cells of a row that hold such a word, in place: what was not checked is read as what was. */
export function nullWordsToEmpty(columns: readonly SchemaColumn[]): (cells: string[]) => void {
  const worded = columns.flatMap(({ nulls }, index) => (nulls ? [{ index, words: new Set(nulls) }] : []));
  return (cells) => {
    for (const { index, words } of worded) if (words.has((cells[index] ?? '').trim())) cells[index] = '';
  };
}
