/** Cells as texts, for whoever needs them as such: a few cells, or all of a small file. */
import type { CellBatch } from './cell-batch.ts';
import { faultOf, type RowFault } from './readers/csv-limits.ts';

export interface TextRow {
  /** Physical line of the file the row begins on; the header's is mostly 1. */
  line: number;
  /** As many as the header has; empty when there is a fault. */
  cells: string[];
  fault?: RowFault;
  /** The file ends behind this row without a line end. */
  unterminated?: true;
}

/** @param slot `row * width + column` */
export function cellText({ bytes, starts, ends }: CellBatch, slot: number): string {
  const start = starts[slot] ?? 0;
  const end = ends[slot] ?? 0;
  if (end < 0) return bytes.toString('utf8', start, ~end).replaceAll('""', '"');
  return bytes.toString('utf8', start, end);
}

const LONGEST_HEAD = 80;

/** The cell as far as a person needs it: its first 80 characters, with dots where there are more. A long cell is not decoded. */
export function cellHead({ bytes, starts, ends }: CellBatch, slot: number): string {
  const start = starts[slot] ?? 0;
  const written = ends[slot] ?? 0;
  const end = written < 0 ? ~written : written;
  // A character has at most 4 bytes, and a doubled quote 2.
  const text = bytes.toString('utf8', start, Math.min(end, start + 4 * (LONGEST_HEAD + 2)));
  const head = Array.from(written < 0 ? text.replaceAll('""', '"') : text);
  return head.length > LONGEST_HEAD ? `${head.slice(0, LONGEST_HEAD - 3).join('')}...` : head.join('');
}

export function rowTexts(batch: CellBatch): TextRow[] {
  const { rows, width, lines, faults } = batch;
  return Array.from({ length: rows }, (_, row) => {
    const fault = faultOf(faults[row] ?? 0);
    const slot = row * width;
    const cells = fault ? [] : Array.from({ length: width }, (_, column) => cellText(batch, slot + column));
    return {
      line: lines[row] ?? 0,
      cells,
      ...(fault ? { fault } : {}),
      ...(batch.unterminated && row === rows - 1 ? { unterminated: true as const } : {}),
    };
  });
}
