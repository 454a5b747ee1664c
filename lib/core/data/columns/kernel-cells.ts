/** The cells of a batch where the kernel reaches them. */
import type { CellBatch } from '../cell-batch.ts';
import { type Arena, withArena } from '../kernel/arena.ts';

export interface KernelCells {
  readonly arena: Arena;
  /** Places in its memory of what the batch calls so. */
  readonly bytes: number;
  readonly starts: number;
  readonly ends: number;
  /** Room for a row number for each row. */
  readonly open: Int32Array;
}

/** How many rows the arrays of a batch have room for, so that what is made for one does for the next. */
export const roomOf = ({ rows, width, starts }: CellBatch): number =>
  Math.max(rows, width === 0 ? 0 : Math.floor(starts.length / width));

/** Calls with the cells of a batch, as they lie or copied for as long as the call. @param home where they are copied to, else any */
export function withKernelCells(batch: CellBatch, use: (cells: KernelCells) => void, home?: Arena): void {
  withArena(batch.arena ?? home, (arena) => {
    const { bytes, starts, ends, rows } = batch;
    const open = arena.integers(rows);
    const places = { bytes: bytes.byteOffset, starts: starts.byteOffset, ends: ends.byteOffset };
    use({ arena, open, ...(batch.arena ? places : copied(batch, arena)) });
  });
}

function copied(
  { bytes, starts, ends, rows, width }: CellBatch,
  arena: Arena,
): Pick<KernelCells, 'bytes' | 'starts' | 'ends'> {
  const cells = rows * width;
  const [toStarts, toEnds] = [arena.integers(cells), arena.integers(cells)];
  toStarts.set(starts.subarray(0, cells));
  toEnds.set(ends.subarray(0, cells));
  // Readers have long buffers, of which a batch is a part.
  let from = bytes.length;
  let to = 0;
  for (let slot = 0; slot < cells; slot++) {
    const [start = 0, end = 0] = [starts[slot], ends[slot]];
    if (start === end) continue;
    from = Math.min(from, start);
    to = Math.max(to, end < 0 ? ~end : end);
  }
  const window = arena.window(Math.max(0, to - from));
  window.set(bytes.subarray(from, to));
  return { bytes: window.byteOffset - from, starts: toStarts.byteOffset, ends: toEnds.byteOffset };
}
