/** The cells of one column of a row group, one behind the other: far smaller than its values as objects. */
import type { ParquetColumn, ParquetValue } from '../../ports/parquet.ts';
import type { RowFault } from './csv-limits.ts';
import { roomFor, writerOf } from './parquet-text.ts';
import { isText } from './text-bytes.ts';

export interface ColumnTexts {
  name: string;
  bytes: Buffer;
  /** Behind the cell of each row. */
  ends: Int32Array;
  /** By row. */
  faults: ReadonlyMap<number, RowFault>;
}

/** @param pieces values of all rows, in order */
export function columnTexts(
  column: ParquetColumn,
  pieces: readonly ArrayLike<ParquetValue>[],
  rows: number,
  mostCellBytes: number,
): ColumnTexts {
  const write = writerOf(column);
  const kind = typeof column.kind === 'string' ? column.kind : 'text';
  const ends = new Int32Array(rows);
  const faults = new Map<number, RowFault>();
  let bytes: Buffer = Buffer.allocUnsafe(Math.max(4096, 8 * rows));
  let length = 0;
  let row = 0;
  for (const piece of pieces)
    for (let index = 0; index < piece.length; index++, row++) {
      const value = piece[index];
      if (value !== null && value !== undefined) {
        const room = roomFor(kind, value);
        if (room > mostCellBytes) faults.set(row, 'cell-too-long');
        else {
          if (length + room > bytes.length) bytes = larger(bytes, length, room);
          const end = write(value, bytes, length);
          if (end === -1) faults.set(row, 'not-finite');
          else length = end;
        }
      }
      ends[row] = length;
    }
  if (!isText(bytes.subarray(0, length))) faultNoText(bytes, ends, faults);
  return { name: column.name, bytes, ends, faults };
}

function larger(bytes: Buffer, length: number, room: number): Buffer {
  const copy = Buffer.allocUnsafe(Math.max(2 * bytes.length, length + room));
  bytes.copy(copy, 0, 0, length);
  return copy;
}

function faultNoText(bytes: Buffer, ends: Int32Array, faults: Map<number, RowFault>): void {
  for (let row = 0, start = 0; row < ends.length; row++) {
    const end = ends[row] ?? start;
    if (!isText(bytes.subarray(start, end))) faults.set(row, 'not-utf8');
    start = end;
  }
}
