/** What was found out about texts, by their bytes: of a cell that comes again no text is made. */
import type { CellBatch } from '../cell-batch.ts';
import { cellText } from '../cell-text.ts';
import { LevelTable } from './level-table.ts';

/** More are forgotten: a column that comes to that many has few that come again. */
const MOST_KNOWN = 1024;
/** In bytes. */
const LONGEST_KNOWN = 256;

/**
 * @param find what is to be known of a text, 0 to 255: asked at first sight, and again of what was forgotten
 * @returns what is known of the cell at `row * width + column` of a batch
 */
export function knownTexts(find: (text: string) => number): (batch: CellBatch, slot: number) => number {
  let table = new LevelTable();
  const found = new Uint8Array(MOST_KNOWN);
  return (batch, slot) => {
    const start = batch.starts[slot] ?? 0;
    const end = batch.ends[slot] ?? 0;
    if (end < 0 || end - start > LONGEST_KNOWN) return find(cellText(batch, slot));
    if (table.size === MOST_KNOWN) table = new LevelTable();
    const known = table.size;
    const id = table.idOf(batch.bytes, start, end);
    if (id === known) found[id] = find(cellText(batch, slot));
    return found[id] ?? 0;
  };
}
