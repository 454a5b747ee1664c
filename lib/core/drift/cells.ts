/** What a cell of live traffic counts as: the parsers are those that checked the baseline. */
import { isMissing, parseBoolean, parseNumber, parseTimestamp } from '../data/cells.ts';

/** A number; undefined for an empty cell, NaN for a text that is no number. */
export const numberOf = (cell: string): number | undefined => readAs(cell, parseNumber);

/** Epoch seconds; undefined for an empty cell, NaN for a text that is no ISO 8601 date or time. */
export const timestampOf = (cell: string): number | undefined => readAs(cell, parseTimestamp);

function readAs(cell: string, parse: (text: string) => number | undefined): number | undefined {
  if (isMissing(cell)) return undefined;
  // Adding 0 makes -0 plain 0, which is what JSON keeps of it.
  return (parse(cell.trim()) ?? Number.NaN) + 0;
}

/** The level of a category: its text as it is, for so the model knows it; undefined for an empty cell. */
export const levelOf = (cell: string): string | undefined => (isMissing(cell) ? undefined : cell);

/** The one spelling of a boolean's many; other texts are kept as they are. */
export function booleanLevelOf(cell: string): string | undefined {
  if (isMissing(cell)) return undefined;
  const text = cell.trim();
  return String(parseBoolean(text) ?? text);
}
