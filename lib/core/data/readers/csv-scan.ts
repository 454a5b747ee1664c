/**
 * Finds the cells of a CSV row in bytes (RFC 4180). A quote opens a quoted cell only as its first byte; elsewhere it is
 * text. Rows end with LF, CRLF or CR.
 */
import type { CsvLimits, RowFault } from './csv-limits.ts';

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;

/** Where cells lie: `ends[i]` is negative (bitwise not) when the cell holds doubled quotes. Grows as needed. */
export interface CellOffsets {
  starts: Int32Array;
  ends: Int32Array;
  length: number;
}

export const cellOffsets = (): CellOffsets => ({
  starts: new Int32Array(4096),
  ends: new Int32Array(4096),
  length: 0,
});

export interface RowScan {
  /** `more`: the bytes end within the row; `open-quote`: they end within a quoted cell. */
  outcome: 'row' | 'more' | 'open-quote';
  /** Index behind the row and its line end. */
  next: number;
  /** Line ends inside quoted cells. */
  innerLines: number;
  cells: number;
  fault: RowFault | undefined;
  /** Whether a line end closed the row (else the end of the file did). */
  terminated: boolean;
}

/**
 * Scans one row from `start`; its cells are appended to `offsets`.
 *
 * @param final whether the file ends where the bytes end
 */
export function scanRow(
  bytes: Buffer,
  start: number,
  final: boolean,
  delimiter: number,
  offsets: CellOffsets,
  limits: CsvLimits,
): RowScan {
  const end = bytes.length;
  const row: RowScan = { outcome: 'row', next: end, innerLines: 0, cells: 0, fault: undefined, terminated: false };
  let at = start;
  for (;;) {
    if (at < end && bytes[at] === QUOTE) {
      const close = closingQuote(bytes, at + 1);
      if (close === -1 || (close + 1 === end && !final)) {
        row.outcome = close === -1 ? 'open-quote' : 'more';
        return row;
      }
      row.innerLines += countLineEnds(bytes, at + 1, close);
      addCell(row, offsets, limits, at + 1, close, hasQuote(bytes, at + 1, close));
      at = close + 1;
      if (at < end && bytes[at] !== delimiter && bytes[at] !== LF && bytes[at] !== CR) {
        row.fault ??= 'text-after-quote';
        at = plainEnd(bytes, at, delimiter);
      }
    } else {
      const from = at;
      at = plainEnd(bytes, at, delimiter);
      if (at < end || final) addCell(row, offsets, limits, from, at, false);
    }

    if (at === end) {
      if (!final) row.outcome = 'more';
      return row;
    }
    if (bytes[at] === delimiter) {
      at += 1;
      continue;
    }
    if (bytes[at] === CR) {
      if (at + 1 === end && !final) {
        row.outcome = 'more';
        return row;
      }
      if (bytes[at + 1] === LF) at += 1;
    }
    row.next = at + 1;
    row.terminated = true;
    return row;
  }
}

function plainEnd(bytes: Buffer, from: number, delimiter: number): number {
  const end = bytes.length;
  let at = from;
  for (; at < end; at++) {
    const byte = bytes[at];
    if (byte === delimiter || byte === LF || byte === CR) break;
  }
  return at;
}

/** Index of the quote that closes a cell, -1 when there is none; doubled quotes are passed over. */
function closingQuote(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(QUOTE, from); at !== -1; at = bytes.indexOf(QUOTE, at + 2)) {
    if (bytes[at + 1] !== QUOTE) return at;
  }
  return -1;
}

function hasQuote(bytes: Buffer, from: number, to: number): boolean {
  const at = bytes.indexOf(QUOTE, from);
  return at !== -1 && at < to;
}

function countLineEnds(bytes: Buffer, from: number, to: number): number {
  let lines = 0;
  for (let at = from; at < to; at++) {
    if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] !== LF)) lines += 1;
  }
  return lines;
}

function addCell(
  row: RowScan,
  offsets: CellOffsets,
  limits: CsvLimits,
  start: number,
  end: number,
  doubled: boolean,
): void {
  row.cells += 1;
  if (end - start > limits.cellBytes) row.fault ??= 'cell-too-long';
  if (row.cells > limits.cells) {
    row.fault ??= 'too-many-cells';
    return;
  }
  if (offsets.length === offsets.starts.length) grow(offsets);
  offsets.starts[offsets.length] = start;
  offsets.ends[offsets.length] = doubled ? ~end : end;
  offsets.length += 1;
}

function grow(offsets: CellOffsets): void {
  const starts = new Int32Array(offsets.starts.length * 2);
  const ends = new Int32Array(offsets.starts.length * 2);
  starts.set(offsets.starts);
  ends.set(offsets.ends);
  offsets.starts = starts;
  offsets.ends = ends;
}

/** Index behind the next line end, or -1 when the bytes hold none that is complete. */
export function nextLine(bytes: Buffer, from: number, final: boolean): number {
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] === LF) return at + 1;
    if (bytes[at] !== CR) continue;
    if (at + 1 < bytes.length) return bytes[at + 1] === LF ? at + 2 : at + 1;
    return final ? at + 1 : -1;
  }
  return -1;
}
