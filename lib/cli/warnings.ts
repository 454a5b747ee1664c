/** What changed in the data of a run or version and refused nothing, as lines. */
import type { Finding } from '../core/contracts/check.ts';
import { printable } from './output/text.ts';

/** No line where nothing changed. */
export function warningsText(warnings: readonly Finding[] = []): string[] {
  if (warnings.length === 0) return [];
  const lines = warnings.map(({ column, rule, expected, seen, cause }) => {
    const where = column === undefined ? rule : `${column}: ${rule}`;
    return `  ${printable(`${where}: expected ${expected}; seen ${seen}${cause ? ` (${cause})` : ''}`)}`;
  });
  return ['warnings: its data is unlike the data accepted before', ...lines];
}
