/** Which words of a file stand for a missing cell: those that mean nothing else, and any such word among numbers. */
import { isNumeric } from '../../contracts/schema.ts';
import { parseNumber } from '../cells.ts';
import type { ColumnSurvey } from './column.ts';

/** "unknown" or "none" may be an answer; these are none. */
const MEANS_NOTHING = /^(n\.?\/a\.?|na|nan|null|\?+|-+|\.|#n\/a|#value!)$/i;
const MOST_COLUMNS = 3;
/** Names of a manifest hold no longer words. */
const LONGEST = 64;

export function proposeNulls(columns: readonly ColumnSurvey[]): { value: string; why: string }[] {
  const found = new Map<string, { count: number; columns: string[] }>();
  for (const { name, type, disguised } of columns)
    for (const { value, count } of disguised) {
      const certain = MEANS_NOTHING.test(value) || isNumeric(type);
      // A number such as -999 may be one: it is remarked upon, not taken.
      if (!certain || parseNumber(value) !== undefined || value.length > LONGEST) continue;
      const known = found.get(value) ?? { count: 0, columns: [] };
      found.set(value, { count: known.count + count, columns: [...known.columns, name] });
    }
  return [...found]
    .sort(([, a], [, b]) => b.count - a.count)
    .map(([value, { count, columns: named }]) => {
      const more = named.length > MOST_COLUMNS ? `, and ${named.length - MOST_COLUMNS} more` : '';
      const cells = `${count.toLocaleString('en-US')} ${count === 1 ? 'cell' : 'cells'}`;
      return { value, why: `${cells} of ${named.slice(0, MOST_COLUMNS).join(', ')}${more}` };
    });
}
