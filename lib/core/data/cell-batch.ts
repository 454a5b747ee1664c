/**
 * What every reader hands on: rows as places in bytes. No text is made of a cell that nobody needs as text, which is
 * most of the engine's speed.
 */
import type { Arena } from './kernel/arena.ts';

/**
 * Some rows of a file. Cell `c` of row `r` is `bytes[starts[r * width + c] .. ends[r * width + c])`, UTF-8, without its
 * quotes. Valid until the next batch is asked for: readers use the memory again.
 */
export interface CellBatch {
  /** Where the bytes and the places lie, if the kernel reaches them. */
  readonly arena?: Arena;
  readonly bytes: Buffer;
  readonly rows: number;
  /** Cells of every row, as many as the header has. Rows of another width have a fault, and no cells. */
  readonly width: number;
  /** How many cells each row has in the file, from readers of formats where rows can have another number than `width`. */
  readonly counts?: Int32Array;
  readonly starts: Int32Array;
  /** Negative (bitwise not) where the cell holds doubled quotes, which count once. */
  readonly ends: Int32Array;
  /** Physical line of the file each row begins on. */
  readonly lines: Float64Array;
  /** What is wrong with the form of a row: 0, or 1 + the index in `ROW_FAULTS`. Such a row has no cells: all are empty, at 0. */
  readonly faults: Uint8Array;
  /** Which column (or key, of JSON) the fault of a row is about, where the reader knows. */
  readonly faultColumns?: ReadonlyMap<number, string>;
  /** How many rows of the file come before the first of these, rows with faults among them. */
  readonly firstRow: number;
  /** The file ends behind the last row without a line end. */
  readonly unterminated: boolean;
}
