/** How the rows of a format are found from anywhere in a file, and how long one may be in a file that is divided. */
import { CSV_LIMITS } from '../readers/csv-limits.ts';
import type { Delimiter } from '../readers/delimiter.ts';
import { jsonLinesAutomaton } from './json-lines-automaton.ts';
import { csvAutomaton, type RowAutomaton } from './row-automaton.ts';

/**
 * Bytes. Of CSV as far as an open quote is followed (readers/csv-rows.ts). A longer row of JSON Lines than its reader
 * takes is set aside, as in one pass: up to here, for one range has to skip it.
 */
export const LONGEST_ROW = { csv: CSV_LIMITS.cellBytes, 'json-lines': 64 * 1024 * 1024 } as const;

/** @param delimiter of CSV */
export const automatonOf = (format: keyof typeof LONGEST_ROW, delimiter: Delimiter = ','): RowAutomaton =>
  format === 'csv' ? csvAutomaton(delimiter) : jsonLinesAutomaton();
