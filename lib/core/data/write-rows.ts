/** Rows of the canonical files as bytes: no header, comma, LF, one physical line a record. */
import type { CanonicalRows } from './canonical-rows.ts';

export interface RowWriter {
  /** Appends the line of some cells of a row. */
  add(rows: CanonicalRows, row: number, first: number, last: number): void;
  /** What was appended since the last call, as bytes of its own. */
  take(): Buffer;
  /** Cells whose line breaks became a space. */
  readonly flattened: number;
}

const LF = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const SPACE = 0x20;

export function rowWriter(): RowWriter {
  let out = Buffer.allocUnsafeSlow(128 * 1024);
  let at = 0;
  let flattened = 0;

  function reserve(length: number): void {
    if (at + length <= out.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * out.length, at + length));
    out.copy(larger, 0, 0, at);
    out = larger;
  }

  function writeCell(bytes: Buffer, start: number, stop: number): void {
    const begun = at;
    for (let from = start; from < stop; from++) {
      const byte = bytes[from] ?? 0;
      if (byte <= COMMA && (byte === COMMA || byte === QUOTE || byte === LF)) {
        at = begun;
        writeSpecial(bytes.subarray(start, stop));
        return;
      }
      out[at++] = byte;
    }
  }

  function writeSpecial(cell: Buffer): void {
    const quoted = cell.includes(COMMA) || cell.includes(QUOTE);
    let broken = false;
    if (quoted) out[at++] = QUOTE;
    for (const byte of cell) {
      if (byte === QUOTE) out[at++] = QUOTE;
      broken ||= byte === LF;
      out[at++] = byte === LF ? SPACE : byte;
    }
    if (quoted) out[at++] = QUOTE;
    if (broken) flattened += 1;
  }

  return {
    add({ bytes, width, starts, stops }, row, first, last) {
      const begun = row * width;
      for (let column = first; column <= last; column++) {
        const start = starts[begun + column] ?? 0;
        const stop = stops[begun + column] ?? 0;
        // Every byte doubled, two quotes, a delimiter and the line end at most.
        reserve(2 * (stop - start) + 4);
        if (column > first) out[at++] = COMMA;
        writeCell(bytes, start, stop);
        // A lone missing cell would be an empty line, which line splitters drop.
        if (first === last && start === stop) {
          out[at++] = QUOTE;
          out[at++] = QUOTE;
        }
      }
      out[at++] = LF;
    },
    take() {
      const taken = Buffer.from(out.subarray(0, at));
      at = 0;
      return taken;
    },
    get flattened() {
      return flattened;
    },
  };
}
