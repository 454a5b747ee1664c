/** The delimiter of a CSV file, from its header. */
import type { CsvLimits } from './csv-limits.ts';
import { foundRows, scanRows } from './csv-scan.ts';

export const DELIMITERS = [',', ';', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** The one that splits the row at `start` into most cells, the comma when none does; or why the row has no end in the bytes. */
export function detectDelimiter(
  bytes: Buffer,
  start: number,
  end: number,
  final: boolean,
  limits: CsvLimits,
): Delimiter | 'more' | 'open-quote' {
  let best: { delimiter: Delimiter; cells: number } | undefined;
  for (const delimiter of DELIMITERS) {
    const row = foundRows(1, 1);
    const outcome = scanRows(bytes, end, final, delimiter.charCodeAt(0), { at: start, line: 1 }, row, limits);
    const cells = row.counts[0] ?? 0;
    if (row.rows === 0 && outcome === 'more') return 'more';
    // An open quote may belong to another delimiter's reading of the row.
    if (row.rows === 1 && (!best || cells > best.cells)) best = { delimiter, cells };
  }
  return best?.delimiter ?? 'open-quote';
}
