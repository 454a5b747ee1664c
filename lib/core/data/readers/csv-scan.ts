/** Finds the cells of CSV rows in bytes (RFC 4180), by the kernel: `assembly/csv.ts` is the scan itself. */
import type { Arena } from '../kernel/arena.ts';
import { type CsvLimits, faultCode } from './csv-limits.ts';

const LF = 0x0a;
const CR = 0x0d;

/** Rows as they are found, `capacity` at most; see `CellBatch` for the arrays. All lie in the arena whose kernel scans. */
export interface FoundRows {
  readonly arena: Arena;
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

export function foundRows(arena: Arena, width: number, capacity: number): FoundRows {
  return {
    arena,
    width,
    capacity,
    starts: arena.integers(width * capacity),
    ends: arena.integers(width * capacity),
    lines: arena.numbers(capacity),
    faults: arena.octets(capacity),
    counts: arena.integers(capacity),
    froms: arena.integers(capacity),
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

/** As the kernel numbers them. */
const STOPS = ['full', 'end', 'more', 'open-quote', 'too-long', 'text-after-quote'] as const;
export type ScanStop = (typeof STOPS)[number];

const CODES = (['text-after-quote', 'cell-too-long', 'too-many-cells', 'wrong-cell-count'] as const).map(faultCode);
const [TEXT_AFTER_QUOTE = 0, CELL_TOO_LONG = 0, TOO_MANY_CELLS = 0, WRONG_CELL_COUNT = 0] = CODES;

/**
 * Scans rows from `place` on and moves it behind the last whole one. Blank lines are passed over.
 *
 * @param bytes up to `end`, in the arena of `found`; the byte at `end` is overwritten
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
  { cellBytes, rowBytes, cells }: CsvLimits,
): ScanStop {
  const { width, capacity, starts, ends, lines, faults, counts, froms } = found;
  const { kernel } = found.arena;
  kernel.csvInto(
    width,
    capacity,
    starts.byteOffset,
    ends.byteOffset,
    lines.byteOffset,
    faults.byteOffset,
    counts.byteOffset,
    froms.byteOffset,
  );
  kernel.csvLimits(cellBytes, rowBytes, cells, TEXT_AFTER_QUOTE, CELL_TOO_LONG, TOO_MANY_CELLS, WRONG_CELL_COUNT);
  kernel.csvAt.value = place.at;
  kernel.csvLine.value = place.line;
  kernel.csvRows.value = found.rows;
  kernel.csvUnterminated.value = Number(found.unterminated);
  const stop = STOPS[kernel.csvScan(bytes.byteOffset, end, Number(final), delimiter)] ?? 'end';
  place.at = kernel.csvAt.value;
  place.line = kernel.csvLine.value;
  if (stop === 'too-long') place.reached = kernel.csvReached.value;
  found.rows = kernel.csvRows.value;
  found.unterminated = kernel.csvUnterminated.value === 1;
  return stop;
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
