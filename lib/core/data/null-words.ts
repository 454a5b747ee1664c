/** Words that stand for a missing cell in a model's data, as its manifest names them. */
import type { Manifest } from '../contracts/manifest/schema.ts';

/** Those of the model and of the column itself, sorted. A cell is missing when it is one of them without the white space around. */
export function nullWords({ nulls = [], columns }: Manifest['data'], column: string): string[] {
  const own = Object.hasOwn(columns, column) ? (columns[column]?.nulls ?? []) : [];
  return [...new Set([...nulls, ...own])].sort();
}
