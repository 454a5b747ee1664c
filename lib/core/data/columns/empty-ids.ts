/** Finds rows without an id. */
import type { CellBatch } from '../cell-batch.ts';
import { cellText } from '../cell-text.ts';
import type { CellFaults } from './cell-faults.ts';

/** @param position of the id in the file @param column as faults name it @param nulls words that stand for a missing id */
export function findEmptyIds(
  batch: CellBatch,
  position: number,
  column: number,
  faults: CellFaults,
  nulls: ReadonlySet<string> = new Set(),
): void {
  const { bytes, rows, width, starts, ends } = batch;
  const mayBeNull = firstBytes(nulls);
  for (let row = 0, slot = position; row < rows; row++, slot += width) {
    // Most ids are told by their first byte: a visible character with which no such word begins.
    if (starts[slot] !== ends[slot]) {
      const first = bytes[starts[slot] ?? 0] ?? 0;
      if (first > 0x20 && first < 0x80 && mayBeNull[first] === 0) continue;
      const id = cellText(batch, slot).trim();
      if (id !== '' && !nulls.has(id)) continue;
    }
    if (batch.faults[row] === 0) faults.add(row, column, 'empty-id');
  }
}

function firstBytes(words: ReadonlySet<string>): Uint8Array {
  const first = new Uint8Array(256);
  for (const word of words) first[Buffer.from(word)[0] ?? 0] = 1;
  return first;
}
