/** The delimiter of a CSV file, from its header. */

import type { Arena } from '../kernel/arena.ts';
import type { CsvLimits } from './csv-limits.ts';
import { foundRows, type ScanPlace, scanRows } from './csv-scan.ts';

export const DELIMITERS = [',', ';', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export const isDelimiter = (text: string): text is Delimiter => DELIMITERS.some((delimiter) => delimiter === text);

/** The one that splits the row at `start` into most cells, the comma when none does; or why the row has no end in the bytes. @param whole told how far a row was followed that is too long */
export function detectDelimiter(
  arena: Arena,
  bytes: Buffer,
  start: number,
  end: number,
  final: boolean,
  limits: CsvLimits,
  whole: Pick<ScanPlace, 'reached'>,
): Delimiter | 'more' | 'open-quote' | 'too-long' | 'text-after-quote' {
  let best: { delimiter: Delimiter; cells: number } | undefined;
  let open: 'open-quote' | 'too-long' | 'text-after-quote' = 'open-quote';
  for (const delimiter of DELIMITERS) {
    const row = foundRows(arena, 1, 1);
    const place: ScanPlace = { at: start, line: 1 };
    const outcome = scanRows(bytes, end, final, delimiter.charCodeAt(0), place, row, limits);
    const cells = row.counts[0] ?? 0;
    // What the bytes leave open must not decide: with more of them it may be the reading of most cells.
    if (row.rows === 0 && !final && (outcome === 'more' || outcome === 'open-quote')) return outcome;
    if (outcome === 'text-after-quote') open = outcome;
    else if (row.rows === 0 && place.reached !== undefined) {
      open = 'too-long';
      whole.reached = place.reached;
    }
    // An open quote may belong to another delimiter's reading of the row.
    if (row.rows === 1 && (!best || cells > best.cells)) best = { delimiter, cells };
  }
  return best?.delimiter ?? open;
}
