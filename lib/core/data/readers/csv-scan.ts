/**
 * Finds the cells of CSV rows in bytes (RFC 4180). A quote opens a quoted cell only as its first byte; elsewhere it is
 * text. Rows end with LF, CRLF or CR.
 */
import { type CsvLimits, faultCode } from './csv-limits.ts';

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;

const TEXT_AFTER_QUOTE = faultCode('text-after-quote');
const CELL_TOO_LONG = faultCode('cell-too-long');
const TOO_MANY_CELLS = faultCode('too-many-cells');
const WRONG_CELL_COUNT = faultCode('wrong-cell-count');

/** Rows as they are found, `capacity` at most; see `CellBatch` for the arrays. */
export interface FoundRows {
  readonly width: number;
  readonly capacity: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly lines: Float64Array;
  readonly faults: Uint8Array;
  readonly counts: Int32Array;
  /** Where each row begins in the bytes. */
  readonly froms: Int32Array;
  rows: number;
  /** Whether the last row has no line end. */
  unterminated: boolean;
}

export function foundRows(width: number, capacity: number): FoundRows {
  return {
    width,
    capacity,
    starts: new Int32Array(width * capacity),
    ends: new Int32Array(width * capacity),
    lines: new Float64Array(capacity),
    faults: new Uint8Array(capacity),
    counts: new Int32Array(capacity),
    froms: new Int32Array(capacity),
    rows: 0,
    unterminated: false,
  };
}

/** Where the scan stands: `at` is the beginning of a row, `line` its physical line. */
export interface ScanPlace {
  at: number;
  line: number;
  /** After `too-long`: behind the byte that was one too many. */
  reached?: number;
}

/**
 * Scans rows from `place` on and moves it behind the last whole one. Blank lines are passed over.
 *
 * @param bytes up to `end`; the byte at `end` is overwritten
 * @param final whether the file ends at `end`
 * @returns why it stopped: no room for another row, nothing left, the bytes end within a row (`open-quote`: within a
 *   quoted cell), a quoted cell or a row goes on beyond its limit, or a row of several lines has text behind a closing
 *   quote: then a stray quote may have taken in lines that are rows of their own. The last two depend on the row alone,
 *   not on where the bytes end: what is read must not depend on the pieces a file comes in
 */
export function scanRows(
  bytes: Buffer,
  end: number,
  final: boolean,
  delimiter: number,
  place: ScanPlace,
  found: FoundRows,
  limits: CsvLimits,
): 'full' | 'end' | 'more' | 'open-quote' | 'too-long' | 'text-after-quote' {
  const { width, capacity, starts, ends, lines, faults, counts, froms } = found;
  // All bytes above it are plain: one comparison for most.
  const top = Math.max(delimiter, CR);
  // A line end that stops every scan: no comparison with `end` for each byte.
  bytes[end] = LF;
  let at = place.at;
  let line = place.line;
  while (at < end) {
    const first = bytes[at] ?? LF;
    if (first === LF || first === CR) {
      if (first === CR) {
        if (at + 1 === end && !final) return 'more';
        if (at + 1 < end && bytes[at + 1] === LF) at += 1;
      }
      at += 1;
      line += 1;
      place.at = at;
      place.line = line;
      continue;
    }
    if (found.rows === capacity) return 'full';

    const from = at;
    let slot = found.rows * width;
    const slotEnd = slot + width;
    let cells = 0;
    let inner = 0;
    let fault = 0;
    for (;;) {
      let byte = bytes[at] ?? LF;
      if (byte === QUOTE) {
        const start = at + 1;
        const most = start + limits.cellBytes + 1;
        const until = most < end ? most : end;
        let doubled = false;
        for (at = start; at < until; at++) {
          byte = bytes[at] ?? LF;
          if (byte > QUOTE) continue;
          if (byte === QUOTE) {
            if (bytes[at + 1] !== QUOTE || at + 1 === end) break;
            doubled = true;
            at += 1;
          } else if (byte === LF || (byte === CR && bytes[at + 1] !== LF)) inner += 1;
        }
        if (at >= until) {
          if (most > end) return 'open-quote';
          place.reached = most;
          return 'too-long';
        }
        if (at + 1 === end && !final) return 'more';
        if (slot < slotEnd) {
          starts[slot] = start;
          ends[slot] = doubled ? ~at : at;
        }
        at += 1;
        byte = bytes[at] ?? LF;
        while (byte !== delimiter && byte !== LF && byte !== CR) {
          if (inner > 0) return 'text-after-quote';
          fault = TEXT_AFTER_QUOTE;
          at += 1;
          byte = bytes[at] ?? LF;
        }
      } else {
        const start = at;
        while (byte > top || (byte !== delimiter && byte !== LF && byte !== CR)) {
          at += 1;
          byte = bytes[at] ?? LF;
        }
        if (slot < slotEnd) {
          starts[slot] = start;
          ends[slot] = at;
        }
      }
      slot += 1;
      cells += 1;
      if (byte !== delimiter) break;
      at += 1;
    }

    const terminated = at < end;
    if (!terminated && !final) return 'more';
    if (terminated) {
      if (bytes[at] === CR) {
        if (at + 1 === end && !final) return 'more';
        if (at + 1 < end && bytes[at + 1] === LF) at += 1;
      }
      at += 1;
    }
    if (inner > 0 && fault === TEXT_AFTER_QUOTE) return 'text-after-quote';
    if (at - from > limits.rowBytes) {
      place.reached = from + limits.rowBytes + 1;
      return 'too-long';
    }
    if (at - from > limits.cellBytes) fault ||= overlong(found, cells, limits);
    if (cells > limits.cells) fault ||= TOO_MANY_CELLS;
    if (cells !== width) fault ||= WRONG_CELL_COUNT;
    lines[found.rows] = line;
    faults[found.rows] = fault;
    counts[found.rows] = cells;
    froms[found.rows] = from;
    found.rows += 1;
    found.unterminated = !terminated;
    line += terminated ? inner + 1 : inner;
    place.at = at;
    place.line = line;
  }
  return 'end';
}

/** The fault of a row with a cell that is too long. */
function overlong(found: FoundRows, cells: number, limits: CsvLimits): number {
  const { width, rows, starts, ends } = found;
  for (let slot = rows * width; slot < rows * width + Math.min(cells, width); slot++) {
    const end = ends[slot] ?? 0;
    if ((end < 0 ? ~end : end) - (starts[slot] ?? 0) > limits.cellBytes) return CELL_TOO_LONG;
  }
  return 0;
}

/** Index behind the next line end, or -1 when the bytes hold none that is complete. */
export function nextLine(bytes: Buffer, from: number, end: number, final: boolean): number {
  for (let at = from; at < end; at++) {
    if (bytes[at] === LF) return at + 1;
    if (bytes[at] !== CR) continue;
    if (at + 1 < end) return bytes[at + 1] === LF ? at + 2 : at + 1;
    return final ? at + 1 : -1;
  }
  return -1;
}

export function hasLineEnd(bytes: Buffer, from: number, to: number): boolean {
  const line = bytes.subarray(from, to);
  return line.includes(LF) || line.includes(CR);
}
