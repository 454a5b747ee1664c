/** What a text of live traffic counts as: the parsers are those that checked the baseline. */
import { isMissing, parseBoolean } from '../data/cells.ts';

/** The level of a category: its text as it is, for so the model knows it; undefined for an empty cell. */
export const levelOf = (cell: string): string | undefined => (isMissing(cell) ? undefined : cell);

/** The one spelling of a boolean's many; other texts are kept as they are. */
export function booleanLevelOf(cell: string): string | undefined {
  if (isMissing(cell)) return undefined;
  const text = cell.trim();
  return String(parseBoolean(text) ?? text);
}
