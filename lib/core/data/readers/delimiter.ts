/** The delimiter of a CSV file, from its header. */

import type { CsvLimits } from './csv-limits.ts';
import { type CellOffsets, scanRow } from './csv-scan.ts';

export const DELIMITERS = [',', ';', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** The one that splits the row at `start` into most cells; the comma when none does. Undefined: the row goes on beyond the bytes. */
export function detectDelimiter(
  bytes: Buffer,
  start: number,
  final: boolean,
  offsets: CellOffsets,
  limits: CsvLimits,
): Delimiter | undefined {
  let best: { delimiter: Delimiter; cells: number } | undefined;
  for (const delimiter of DELIMITERS) {
    offsets.length = 0;
    const row = scanRow(bytes, start, final, delimiter.charCodeAt(0), offsets, limits);
    if (row.outcome === 'more') return undefined;
    // An open quote may belong to another delimiter's reading of the row.
    if (row.outcome === 'row' && (!best || row.cells > best.cells)) best = { delimiter, cells: row.cells };
  }
  offsets.length = 0;
  return best?.delimiter ?? (final ? ',' : undefined);
}
