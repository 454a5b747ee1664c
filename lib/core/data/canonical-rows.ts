/**
 * Rows as bytes that are equal exactly when the rows are: cells as netstrings (length in bytes of UTF-8, colon, cell),
 * features in the order of their names, then target, then id. Line ends within a cell are LF.
 *
 * Cells are canonical: numbers, times, booleans, labels and ids without white space around them but otherwise as they were
 * written; categories and texts as they are; what is missing is empty. So a row's bytes depend neither on quoting,
 * delimiter and line ends of the file nor on the order of its columns, and as every row has as many netstrings as the
 * schema says, rows side by side have one reading only.
 */
import type { DatasetSchema } from '../contracts/schema.ts';
import { cellText } from './cell-text.ts';
import { MISSING } from './columns/levels.ts';
import type { TypedReader, TypedRows } from './columns/typed-rows.ts';
import { BEHIND, copyWords, SHORT, viewOf } from './copy-words.ts';

export interface CanonicalRows {
  readonly rows: number;
  readonly bytes: Buffer;
  /** The same. */
  readonly view: DataView;
  /** Behind each row. */
  readonly ends: Int32Array;
  /** Behind the features of each row. */
  readonly featureEnds: Int32Array;
  /** Cell `c` of row `r` is `bytes[starts[r * width + c] .. stops[r * width + c])`: features in contract order, target, id. */
  readonly width: number;
  readonly starts: Int32Array;
  readonly stops: Int32Array;
  /** By column: whether all its cells are numbers or times, which hold nothing that must be quoted. */
  readonly isPlain: readonly boolean[];
}

const CR = 0x0d;
const COLON = 0x3a;
const ZERO = 0x30;
/** Bytes of a length with its colon, and those that are copied behind a cell. */
const AROUND = 16;

/** Indices of the columns, by name (UTF-16 code units). */
export function nameOrder({ columns }: DatasetSchema): number[] {
  return columns
    .map(({ name }, index) => ({ name, index }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ index }) => index);
}

/** @returns a function of the kept rows of a batch; what it gives is valid until the next call */
export function canonicalRows(
  schema: DatasetSchema,
  { positions, levels }: TypedReader,
  idAt: number | undefined,
): (typed: TypedRows) => CanonicalRows {
  const features = schema.columns.length;
  const places = [...positions, ...(idAt === undefined ? [] : [idAt])];
  const width = places.length;
  const order = Int32Array.from([...nameOrder(schema), features, ...(idAt === undefined ? [] : [features + 1])]);
  const positionOf = Int32Array.from(places);
  const keepsSpace = places.map((_, column) => levels[column]?.keepsSpace ?? false);
  const isPlain = places.map((_, column) => column <= features && levels[column] === undefined);
  let bytes = Buffer.allocUnsafeSlow(256 * 1024);
  let view = viewOf(bytes);
  let starts = new Int32Array(0);
  let stops = new Int32Array(0);
  let ends = new Int32Array(0);
  let featureEnds = new Int32Array(0);

  /** @param used bytes that stay */
  function reserve(used: number, length: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * bytes.length, used + length));
    bytes.copy(larger, 0, 0, used);
    bytes = larger;
    view = viewOf(bytes);
  }

  /** A cell that is not its bytes: with doubled quotes, CR or white space around it. @returns where it begins */
  function writeText(text: string, at: number): number {
    const length = Buffer.byteLength(text);
    if (at + length + AROUND > bytes.length) reserve(at, length + AROUND);
    const begun = writeLength(bytes, at, length);
    bytes.write(text, begun, 'utf8');
    stop = begun + length;
    return begun;
  }
  /** Where the text ends that was written last. */
  let stop = 0;

  /** Cells of one row. @returns where the row ends */
  function writeRow(typed: TypedRows, source: DataView, row: number, begun: number): number {
    const { batch, numbers, levels: ids } = typed;
    const first = (typed.kept[row] ?? 0) * batch.width;
    let at = begun;
    for (let i = 0; i < width; i++) {
      const column = order[i] ?? 0;
      const place = row * width + column;
      const value = numbers[column];
      const missing = value ? Number.isNaN(value[row] ?? 0) : ids[column]?.[row] === MISSING;
      const slot = first + (positionOf[column] ?? 0);
      const start = missing ? 0 : (batch.starts[slot] ?? 0);
      const end = missing ? 0 : (batch.ends[slot] ?? 0);
      const length = end - start;
      const keeps = keepsSpace[column] ?? false;
      if (end < 0 || (!keeps && hasSpace(batch.bytes, start, end))) {
        starts[place] = writeText(canonicalText(typed, slot, keeps), at);
        at = stop;
      } else {
        if (at + length + AROUND > bytes.length) reserve(at, length + AROUND);
        const cell = writeLength(bytes, at, length);
        if (length > SHORT || start + length + BEHIND > source.byteLength) batch.bytes.copy(bytes, cell, start, end);
        else copyWords(source, start, length, view, cell);
        starts[place] = cell;
        if (isPlain[column] || !hasReturn(view, cell, length)) at = cell + length;
        else {
          starts[place] = writeText(canonicalText(typed, slot, keeps), at);
          at = stop;
        }
      }
      stops[place] = at;
      if (i === features - 1) featureEnds[row] = at;
    }
    return at;
  }

  return (typed) => {
    const { rows, batch } = typed;
    if (ends.length < rows) {
      ends = new Int32Array(rows);
      featureEnds = new Int32Array(rows);
      starts = new Int32Array(rows * width);
      stops = new Int32Array(rows * width);
    }
    const source = viewOf(batch.bytes);
    let at = 0;
    for (let row = 0; row < rows; row++) {
      at = writeRow(typed, source, row, at);
      ends[row] = at;
    }
    return { rows, bytes, view, ends, featureEnds, width, starts, stops, isPlain };
  };
}

/** @returns where the cell begins */
function writeLength(bytes: Buffer, at: number, length: number): number {
  if (length < 10) {
    bytes[at] = ZERO + length;
    bytes[at + 1] = COLON;
    return at + 2;
  }
  if (length < 100) {
    const tens = (length * 205) >>> 11;
    bytes[at] = ZERO + tens;
    bytes[at + 1] = ZERO + length - 10 * tens;
    bytes[at + 2] = COLON;
    return at + 3;
  }
  const written = bytes.write(`${length}:`, at, 'latin1');
  return at + written;
}

function hasReturn(bytes: DataView, from: number, length: number): boolean {
  for (let at = from; at < from + length; at++) if (bytes.getUint8(at) === CR) return true;
  return false;
}

/** Whether white space may stand around a cell: nearly none begins or ends beyond the visible part of ASCII. */
function hasSpace(bytes: Buffer, start: number, end: number): boolean {
  if (end <= start) return false;
  const first = bytes[start] ?? 0;
  const last = bytes[end - 1] ?? 0;
  return first <= 0x20 || first > 0x7e || last <= 0x20 || last > 0x7e;
}

function canonicalText({ batch }: TypedRows, slot: number, keep: boolean): string {
  const text = cellText(batch, slot);
  return (keep ? text : text.trim()).replace(/\r\n?/g, '\n');
}
