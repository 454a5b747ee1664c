/** Turns the scanned cells of a block of bytes into text. Blocks are decoded whole where they are ASCII, for that is what most data is. */
import type { CellOffsets } from './csv-scan.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 as text; undefined when it is not valid. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Gives the text of cells, row by row. */
export type RowText = (from: number, to: number, first: number, cells: number) => string[] | undefined;

/**
 * @returns a function of a row's bytes `[from, to)` and its cells in `offsets`; it answers undefined for a row that is
 *   not UTF-8, or holds NUL
 */
export function textOf(bytes: Buffer, offsets: CellOffsets): RowText {
  const whole = decodeUtf8(bytes);
  const allAscii = whole !== undefined && whole.length === bytes.length && !whole.includes('\0');
  return (from, to, first, cells) => {
    if (allAscii) return slices(whole, 0, offsets, first, cells);
    const row = decodeUtf8(bytes.subarray(from, to));
    if (row === undefined || row.includes('\0')) return undefined;
    if (row.length === to - from) return slices(row, from, offsets, first, cells);
    return decodedCells(bytes, offsets, first, cells);
  };
}

function slices(text: string, base: number, offsets: CellOffsets, first: number, cells: number): string[] {
  const row = new Array<string>(cells);
  for (let i = 0; i < cells; i++) {
    const start = (offsets.starts[first + i] ?? 0) - base;
    const end = offsets.ends[first + i] ?? 0;
    row[i] = end < 0 ? text.slice(start, ~end - base).replaceAll('""', '"') : text.slice(start, end - base);
  }
  return row;
}

/** Byte and character positions differ: each cell for itself. The row is known to be valid. */
function decodedCells(bytes: Buffer, offsets: CellOffsets, first: number, cells: number): string[] {
  const row = new Array<string>(cells);
  for (let i = 0; i < cells; i++) {
    const start = offsets.starts[first + i] ?? 0;
    const end = offsets.ends[first + i] ?? 0;
    const text = bytes.toString('utf8', start, end < 0 ? ~end : end);
    row[i] = end < 0 ? text.replaceAll('""', '"') : text;
  }
  return row;
}
