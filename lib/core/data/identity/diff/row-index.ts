/** The rows of a file as numbers: what a comparison keeps of them. */
import { rowTexts } from '../../cell-text.ts';
import type { TableFile } from '../../readers/table-file.ts';
import type { Numbered } from './numbered.ts';

/** Opens a file anew for each reading. */
export type OpenRows = () => Promise<Pick<TableFile, 'header' | 'batches' | 'close'>>;

/** What of a row is compared. */
export interface ComparedColumns {
  /** In one order for both sides. */
  readonly names: readonly string[];
  /** Whether white space around the cell counts, by column: in texts it does. */
  readonly exact: readonly boolean[];
  /** Index in `names` of the column that names the rows. */
  readonly key: number | undefined;
}

export interface RowIndex {
  /** Equal rows have equal numbers. */
  readonly rows: Int32Array;
  readonly lines: Float64Array;
  /** Numbers of the keys; empty without a key column. */
  readonly keys: Int32Array;
}

/** Two sides of so many rows take about half a gigabyte. */
export const MOST_ROWS = 4_000_000;

/** @returns undefined for more than `MOST_ROWS` rows */
export async function rowIndex(
  open: OpenRows,
  columns: ComparedColumns,
  number: { row: Numbered; key: Numbered },
): Promise<RowIndex | undefined> {
  let rows = new Int32Array(1024);
  let lines = new Float64Array(1024);
  let keys = new Int32Array(columns.key === undefined ? 0 : 1024);
  let count = 0;
  for await (const { line, cells } of readCells(open, columns)) {
    if (count === MOST_ROWS) return undefined;
    if (count === rows.length) {
      rows = grown(rows, new Int32Array(2 * count));
      lines = grown(lines, new Float64Array(2 * count));
      keys = grown(keys, new Int32Array(2 * keys.length));
    }
    rows[count] = number.row(rowText(cells));
    lines[count] = line;
    if (columns.key !== undefined) keys[count] = number.key(cells[columns.key] ?? '');
    count += 1;
  }
  return { rows: rows.subarray(0, count), lines: lines.subarray(0, count), keys: keys.subarray(0, count) };
}

/** Rows that can be read, one after another, their cells in the order of `columns`. */
export async function* readCells(
  open: OpenRows,
  { names, exact }: ComparedColumns,
): AsyncGenerator<{ line: number; cells: string[] }> {
  const file = await open();
  try {
    const positions = new Map(file.header.map((name, index) => [name.trim(), index]));
    const places = names.map((name) => positions.get(name) ?? -1);
    for await (const batch of file.batches)
      for (const { line, cells, fault } of rowTexts(batch))
        if (!fault)
          yield { line, cells: places.map((place, index) => comparedText(cells[place] ?? '', exact[index] ?? false)) };
  } finally {
    await file.close();
  }
}

/** As in canonical rows: blank is missing, line ends are LF. */
function comparedText(cell: string, exact: boolean): string {
  const trimmed = cell.trim();
  if (!exact || trimmed === '') return trimmed;
  return cell.includes('\r') ? cell.replace(/\r\n?/g, '\n') : cell;
}

/** Lengths and cells, so that no two rows have one text. */
function rowText(cells: readonly string[]): string {
  let text = '';
  for (const cell of cells) text += `${cell.length}:${cell}`;
  return text;
}

function grown<T extends Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(from: T, to: T): T {
  to.set(from);
  return to;
}
