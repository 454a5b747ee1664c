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

export interface CanonicalRows {
  readonly rows: number;
  readonly bytes: Buffer;
  /** Behind each row. */
  readonly ends: Int32Array;
  /** Behind the features of each row. */
  readonly featureEnds: Int32Array;
  /** Cell `c` of row `r` is `bytes[starts[r * width + c] .. stops[r * width + c])`: features in contract order, target, id. */
  readonly width: number;
  readonly starts: Int32Array;
  readonly stops: Int32Array;
}

const CR = 0x0d;
const COLON = 0x3a;
const ZERO = 0x30;
/** Longer cells are copied natively. */
const LONG = 64;

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
  const order = [...nameOrder(schema), features, ...(idAt === undefined ? [] : [features + 1])];
  const keepsSpace = places.map((_, column) => levels[column]?.keepsSpace ?? false);
  let bytes = Buffer.allocUnsafeSlow(256 * 1024);
  let starts = new Int32Array(0);
  let stops = new Int32Array(0);
  let ends = new Int32Array(0);
  let featureEnds = new Int32Array(0);
  let at = 0;

  function reserve(length: number): void {
    if (at + length <= bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * bytes.length, at + length));
    bytes.copy(larger, 0, 0, at);
    bytes = larger;
  }

  function writeLength(length: number): void {
    if (length < 10) bytes[at++] = ZERO + length;
    else if (length < 100) {
      const tens = Math.floor(length / 10);
      bytes[at] = ZERO + tens;
      bytes[at + 1] = ZERO + length - 10 * tens;
      at += 2;
    } else at += bytes.write(String(length), at, 'latin1');
    bytes[at++] = COLON;
  }

  /** A cell that is not its bytes: with doubled quotes, CR or white space around it. */
  function writeText(text: string): void {
    const length = Buffer.byteLength(text);
    reserve(length + 16);
    writeLength(length);
    at += bytes.write(text, at, 'utf8');
  }

  function writeCell(typed: TypedRows, slot: number, keep: boolean): void {
    const source = typed.batch.bytes;
    const start = typed.batch.starts[slot] ?? 0;
    const end = typed.batch.ends[slot] ?? 0;
    const length = end - start;
    if (end < 0 || (!keep && hasSpace(source, start, end))) {
      writeText(canonicalText(typed, slot, keep));
      return;
    }
    const begun = at;
    reserve(length + 16);
    writeLength(length);
    if (length > LONG) {
      if (source.subarray(start, end).includes(CR)) {
        at = begun;
        writeText(canonicalText(typed, slot, keep));
        return;
      }
      at += source.copy(bytes, at, start, end);
      return;
    }
    const to = bytes;
    let place = at;
    for (let from = start; from < end; from++, place++) {
      const byte = source[from] ?? 0;
      if (byte === CR) {
        at = begun;
        writeText(canonicalText(typed, slot, keep));
        return;
      }
      to[place] = byte;
    }
    at = place;
  }

  return (typed) => {
    const { rows, kept, batch, numbers, levels: ids } = typed;
    if (ends.length < rows) {
      ends = new Int32Array(rows);
      featureEnds = new Int32Array(rows);
      starts = new Int32Array(rows * width);
      stops = new Int32Array(rows * width);
    }
    at = 0;
    for (let row = 0; row < rows; row++) {
      const first = (kept[row] ?? 0) * batch.width;
      for (let i = 0; i < width; i++) {
        const column = order[i] ?? 0;
        const value = numbers[column];
        const id = ids[column];
        const missing = value ? Number.isNaN(value[row] ?? 0) : id !== undefined && id[row] === MISSING;
        if (missing) {
          reserve(16);
          writeLength(0);
          starts[row * width + column] = at;
        } else {
          const begun = at;
          writeCell(typed, first + (places[column] ?? 0), keepsSpace[column] ?? false);
          starts[row * width + column] = behindColon(bytes, begun);
        }
        stops[row * width + column] = at;
        if (i === features - 1) featureEnds[row] = at;
      }
      ends[row] = at;
    }
    return { rows, bytes, ends, featureEnds, width, starts, stops };
  };
}

function behindColon(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] !== COLON) at += 1;
  return at + 1;
}

/** Whether white space may stand around a cell: nearly none begins or ends beyond the visible part of ASCII. */
function hasSpace(bytes: Buffer, start: number, end: number): boolean {
  const first = bytes[start] ?? 0;
  const last = bytes[end - 1] ?? 0;
  return end > start && (first <= 0x20 || first > 0x7e || last <= 0x20 || last > 0x7e);
}

function canonicalText({ batch }: TypedRows, slot: number, keep: boolean): string {
  const text = cellText(batch, slot);
  return (keep ? text : text.trim()).replace(/\r\n?/g, '\n');
}
