/** Rows of the canonical files as bytes: no header, comma, LF, one physical line a record. */
import type { CanonicalRows } from './canonical-rows.ts';
import { BEHIND, copyWords, SHORT, viewOf } from './copy-words.ts';

export interface RowWriter {
  /** Appends the line of some cells of a row. */
  add(rows: CanonicalRows, row: number, first: number, last: number): void;
  /** What was appended since the last call: valid until the next row is. */
  take(): Buffer;
  /** Cells whose line breaks became a space. */
  readonly flattened: number;
}

const LF = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const SPACE = 0x20;
/** Two quotes, a delimiter and a line end, and what is copied behind. */
const AROUND = 4 + BEHIND;

export function rowWriter(): RowWriter {
  let out = Buffer.allocUnsafeSlow(128 * 1024);
  let view = viewOf(out);
  let at = 0;
  let flattened = 0;

  /** @param used bytes that stay */
  function reserve(used: number, length: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * out.length, used + length));
    out.copy(larger, 0, 0, used);
    out = larger;
    view = viewOf(out);
  }

  /** @returns where it ends */
  function writeSpecial(cell: Buffer, begun: number): number {
    const quoted = cell.includes(COMMA) || cell.includes(QUOTE);
    let place = begun;
    let broken = false;
    if (quoted) out[place++] = QUOTE;
    for (let from = 0; from < cell.length; from++) {
      const byte = cell[from] ?? 0;
      if (byte === QUOTE) out[place++] = QUOTE;
      broken ||= byte === LF;
      out[place++] = byte === LF ? SPACE : byte;
    }
    if (quoted) out[place++] = QUOTE;
    if (broken) flattened += 1;
    return place;
  }

  return {
    add({ bytes, view: from, width, starts, stops, isPlain }, row, first, last) {
      const begun = row * width;
      let place = at;
      for (let column = first; column <= last; column++) {
        const start = starts[begun + column] ?? 0;
        const stop = stops[begun + column] ?? 0;
        const length = stop - start;
        // Every byte doubled at most.
        if (place + 2 * length + AROUND > out.length) reserve(place, 2 * length + AROUND);
        if (column > first) out[place++] = COMMA;
        if (!isPlain[column] && isSpecial(bytes, start, stop)) place = writeSpecial(bytes.subarray(start, stop), place);
        else {
          if (length > SHORT || stop + BEHIND > bytes.length) bytes.copy(out, place, start, stop);
          else copyWords(from, start, length, view, place);
          place += length;
        }
        // A lone missing cell would be an empty line, which line splitters drop.
        if (first === last && start === stop) {
          out[place++] = QUOTE;
          out[place++] = QUOTE;
        }
      }
      out[place++] = LF;
      at = place;
    },
    take() {
      const taken = out.subarray(0, at);
      at = 0;
      return taken;
    },
    get flattened() {
      return flattened;
    },
  };
}

function isSpecial(bytes: Buffer, start: number, stop: number): boolean {
  for (let at = start; at < stop; at++) {
    const byte = bytes[at] ?? 0;
    if (byte <= COMMA && (byte === COMMA || byte === QUOTE || byte === LF)) return true;
  }
  return false;
}
