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
