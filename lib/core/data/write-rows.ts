/** Rows of the canonical files as bytes: no header, comma, LF, one physical line a record. */
import type { CanonicalRows } from './canonical-rows.ts';
import { type Arena, room, SLACK } from './kernel/arena.ts';

/** Which cells of which rows. */
export interface Lines {
  /** As `sides` says of each row: those of another side are left out. */
  side: number;
  first: number;
  last: number;
}

export interface LineWriter {
  /** Their lines; valid until the next call. @param sides a number a row */
  linesOf(rows: CanonicalRows, sides: Uint8Array, lines: Lines): Buffer;
  /** Cells whose line breaks became a space. */
  readonly flattened: number;
}

export function lineWriter(): LineWriter {
  let home: Arena | undefined;
  let memory: Buffer = Buffer.alloc(0);
  let flattened = 0;

  function reserve(arena: Arena, bytes: number): void {
    if (arena === home && memory.length >= bytes) return;
    memory = room(arena, bytes, arena === home ? memory.length : 0);
    home = arena;
  }

  return {
    linesOf({ rows, bytes, starts, stops, ends, width, isPlain, arena }, sides, { side, first, last }) {
      // A cell's netstring has two bytes more than the cell, a line two quotes and what divides cells, and quotes twice.
      const length = ends[rows - 1] ?? 0;
      reserve(arena, length + arena.kernel.quotesIn(bytes.byteOffset, length) + rows * width + SLACK);
      return arena.during(() => {
        const [theSides, plain] = [arena.octets(rows), arena.octets(width)];
        theSides.set(sides.subarray(0, rows));
        plain.set(isPlain);
        const end = arena.kernel.writeLines(
          bytes.byteOffset,
          starts.byteOffset,
          stops.byteOffset,
          width,
          rows,
          theSides.byteOffset,
          side,
          plain.byteOffset,
          first,
          last,
          memory.byteOffset,
        );
        flattened += arena.kernel.flattened.value;
        return memory.subarray(0, end - memory.byteOffset);
      });
    },
    get flattened() {
      return flattened;
    },
  };
}
