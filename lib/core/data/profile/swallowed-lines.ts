/**
 * Cells that took in the lines behind them. A stray quote that is closed lines later, right before a delimiter, leaves a row
 * with as many cells as it should have: nothing is broken but for the lines in one of its cells.
 */
import type { CellBatch } from '../cell-batch.ts';
import type { TypedRows } from '../columns/typed-rows.ts';

/** Of one column of texts. */
export interface SwallowedState {
  /** Cells over several lines. */
  cells: number;
  /** Those that hold as many delimiters as the lines they go over would have as rows, and the line breaks in them. */
  likeRows: number;
  breaks: number;
  /** Line of the file on which the first of them begins; 0: there is none. */
  firstLine: number;
}

export interface SwallowedLines {
  add(rows: TypedRows): void;
  merge(later: readonly (SwallowedState | undefined)[]): void;
  /** Undefined for columns that are not of texts. */
  state(): (SwallowedState | undefined)[];
}

/** Of fewer columns a row is no more than a sentence with a comma. */
const LEAST_WIDTH = 3;
const DELIMITERS = [0x2c, 0x3b, 0x09];
const LF = 0x0a;
const CR = 0x0d;

/** @param positions of the columns in the file @param isText whether a column is one of texts */
export function swallowedLines(positions: readonly number[], isText: readonly boolean[]): SwallowedLines {
  const found = isText.map((text) => (text ? { cells: 0, likeRows: 0, breaks: 0, firstLine: 0 } : undefined));

  function look(batch: CellBatch, row: number): void {
    for (const [column, told] of found.entries()) {
      if (!told) continue;
      const cell = bytesOf(batch, row * batch.width + (positions[column] ?? 0));
      const breaks = lineBreaks(cell);
      if (breaks === 0) continue;
      told.cells += 1;
      const delimiters = Math.max(...DELIMITERS.map((delimiter) => count(cell, delimiter)));
      if (delimiters < breaks * (batch.width - 1)) continue;
      told.likeRows += 1;
      told.breaks += breaks;
      if (told.firstLine === 0) told.firstLine = batch.lines[row] ?? 0;
    }
  }

  return {
    add({ batch, kept, rows }) {
      if (batch.width < LEAST_WIDTH) return;
      const { lines } = batch;
      const last = batch.rows - 1;
      // Mostly each row of a batch takes one line, which two of them tell.
      if ((lines[last] ?? 0) - (lines[0] ?? 0) !== last)
        for (let i = 0; i < rows; i++) {
          const row = kept[i] ?? 0;
          if (row < last && (lines[row + 1] ?? 0) - (lines[row] ?? 0) > 1) look(batch, row);
        }
      // Where the last one ends is not known.
      if (rows > 0 && kept[rows - 1] === last && mayHoldBreaks(batch, last)) look(batch, last);
    },
    merge(later) {
      for (const [column, told] of found.entries()) {
        const other = later[column];
        if (!told || !other) continue;
        told.cells += other.cells;
        told.likeRows += other.likeRows;
        told.breaks += other.breaks;
        if (told.firstLine === 0) told.firstLine = other.firstLine;
      }
    },
    state: () => found.map((told) => told && { ...told }),
  };
}

/** Whether there is a line break anywhere around its cells. */
function mayHoldBreaks({ bytes, starts, ends, width }: CellBatch, row: number): boolean {
  let [from, to] = [bytes.length, 0];
  for (let slot = row * width; slot < (row + 1) * width; slot++) {
    const end = ends[slot] ?? 0;
    from = Math.min(from, starts[slot] ?? 0);
    to = Math.max(to, end < 0 ? ~end : end);
  }
  return from < to && (bytes.subarray(from, to).includes(LF) || bytes.subarray(from, to).includes(CR));
}

function bytesOf({ bytes, starts, ends }: CellBatch, slot: number): Uint8Array {
  const end = ends[slot] ?? 0;
  return bytes.subarray(starts[slot] ?? 0, end < 0 ? ~end : end);
}

function count(bytes: Uint8Array, byte: number): number {
  let found = 0;
  for (let at = bytes.indexOf(byte); at !== -1; at = bytes.indexOf(byte, at + 1)) found += 1;
  return found;
}

/** Of files whose lines end in LF or CRLF; of others those by CR. */
const lineBreaks = (cell: Uint8Array): number => count(cell, LF) || count(cell, CR);
