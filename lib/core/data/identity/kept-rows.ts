/** Canonical rows that wait for their border. Rows that repeat one after another are kept once. */
import * as z from 'zod';

export const KeptRows = z.strictObject({
  /** Different rows side by side, canonical bytes in base64. */
  bytes: z.base64(),
  /** Bytes of each of them. */
  lengths: z.array(z.number().int().nonnegative()),
  /** How often each stands there in a row. */
  times: z.array(z.number().int().positive()),
});
export type KeptRows = z.infer<typeof KeptRows>;

/** More without any border are no rows of real data: a border comes every 64 KB. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Rows go on for so long without a border that they cannot be kept. */
export class UndividedRows extends Error {
  override readonly name = 'UndividedRows';
  constructor() {
    super('a few rows repeat over more than 64 MB, so nothing divides them into ranges');
  }
}

export interface RowKeeper {
  /** Copies the row at `bytes[from .. to)`. @throws UndividedRows */
  add(bytes: Buffer, from: number, to: number): void;
  /** What was kept since the last call. */
  take(): KeptRows;
}

export function rowKeeper(): RowKeeper {
  let memory = Buffer.alloc(128 * 1024);
  let used = 0;
  let last = 0;
  let lengths: number[] = [];
  let times: number[] = [];

  return {
    add(bytes, from, to) {
      const length = to - from;
      if (times.length > 0 && used - last === length && bytes.compare(memory, last, used, from, to) === 0) {
        times.push((times.pop() ?? 0) + 1);
        return;
      }
      if (used + length > MOST_BYTES) throw new UndividedRows();
      if (used + length > memory.length) {
        const larger = Buffer.alloc(Math.max(2 * memory.length, used + length));
        memory.copy(larger, 0, 0, used);
        memory = larger;
      }
      bytes.copy(memory, used, from, to);
      last = used;
      used += length;
      lengths.push(length);
      times.push(1);
    },
    take() {
      const kept = { bytes: memory.toString('base64', 0, used), lengths, times };
      used = 0;
      lengths = [];
      times = [];
      return kept;
    },
  };
}

/** Rows side by side, as digests take them. */
export interface RowPiece {
  bytes: Buffer;
  ends: Int32Array;
  rows: number;
}

/** A row that repeats is written out in pieces of at most this many. */
const PIECE_ROWS = 4096;

/** The rows again, in pieces. */
export function* piecesOf({ bytes, lengths, times }: KeptRows): Generator<RowPiece> {
  const all = Buffer.from(bytes, 'base64');
  let at = 0;
  for (let row = 0; row < lengths.length; ) {
    const single = lengths.slice(row, nextRepeated(times, row));
    if (single.length > 0) {
      const piece = side(all.subarray(at), single);
      yield piece;
      at += piece.bytes.length;
      row += single.length;
      continue;
    }
    const length = lengths[row] ?? 0;
    const one = all.subarray(at, at + length);
    for (let left = times[row] ?? 0; left > 0; left -= PIECE_ROWS) {
      const rows = Math.min(left, PIECE_ROWS);
      yield side(Buffer.alloc(rows * length, one), new Array<number>(rows).fill(length));
    }
    at += length;
    row += 1;
  }
}

function nextRepeated(times: readonly number[], from: number): number {
  const found = times.findIndex((count, index) => index >= from && count > 1);
  return found === -1 ? times.length : found;
}

function side(bytes: Buffer, lengths: readonly number[]): RowPiece {
  const ends = new Int32Array(lengths.length);
  let end = 0;
  for (const [index, length] of lengths.entries()) {
    end += length;
    ends[index] = end;
  }
  return { bytes: bytes.subarray(0, end), ends, rows: lengths.length };
}
