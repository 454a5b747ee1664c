/**
 * A reader of Parquet: a row group at a time, a column of it at a time, so that memory is bounded by a row group as text.
 * Columns are flat; what a row of cells cannot hold is refused by name. The line of a row is its number in the file.
 */
import type { ByteSource } from '../../ports/byte-source.ts';
import type { Formats } from '../../ports/formats.ts';
import { BrokenParquet, type ParquetFile } from '../../ports/parquet.ts';
import type { CellBatch } from '../cell-batch.ts';
import { type ColumnTexts, columnTexts } from './column-texts.ts';
import { CSV_LIMITS, type CsvLimits } from './csv-limits.ts';
import { RowCells } from './row-cells.ts';
import type { TableFile } from './table-file.ts';
import { UnreadableFile } from './unreadable-file.ts';

/** As text a row group can be nearly three times as large, and the function that checks it has 2 GB. */
const MOST_GROUP_BYTES = 256 * 1024 * 1024;
const MOST_GROUP_ROWS = 4 * 1024 * 1024;
const BATCH_ROWS = 4096;
const BATCH_CELLS = 64 * 1024;

/** Reads what the file says of itself and stands before the rows. @throws UnreadableFile; whatever the source throws */
export async function openParquet(
  source: ByteSource,
  { parquet }: Formats,
  limits: Pick<CsvLimits, 'cellBytes' | 'cells'> = CSV_LIMITS,
): Promise<TableFile> {
  const file = await whole(parquet(source));
  refuseColumns(file, limits);
  refuseGroups(file);
  return {
    format: 'parquet',
    header: file.columns.map(({ name }) => name),
    headerLine: 0,
    batches: batchesOf(file, limits.cellBytes),
    close: async () => {},
  };
}

async function whole<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof BrokenParquet)
      throw refused(`the Parquet file cannot be read (${error.message})`, 'write it again, and upload the whole file');
    throw error;
  }
}

const refused = (message: string, mend: string): UnreadableFile => new UnreadableFile('parquet', message, mend);

function refuseColumns({ columns }: ParquetFile, { cells }: Pick<CsvLimits, 'cells'>): void {
  if (columns.length === 0) throw refused('the Parquet file has no columns', 'write columns and rows');
  if (columns.length > cells)
    throw refused(`the Parquet file has ${columns.length} columns, the limit is ${cells}`, 'leave columns out');
  for (const { name, kind } of columns)
    if (typeof kind !== 'string')
      throw refused(
        `column ${JSON.stringify(name)} of the Parquet file is ${kind.unsupported}`,
        'leave it out, or write it as numbers or texts in columns of their own',
      );
}

function refuseGroups({ groups }: ParquetFile): void {
  for (const [index, { rows, bytes }] of groups.entries())
    if (bytes > MOST_GROUP_BYTES || rows > MOST_GROUP_ROWS)
      throw refused(
        `row group ${index + 1} of the Parquet file has ${rows} rows and ${bytes} bytes, at most ${MOST_GROUP_ROWS} and ${MOST_GROUP_BYTES} are read at once`,
        'write smaller row groups: row_group_size=100000 in pyarrow and pandas',
      );
}

async function* batchesOf(file: ParquetFile, mostCellBytes: number): AsyncGenerator<CellBatch> {
  const { columns, groups } = file;
  const most = Math.max(1, Math.min(BATCH_ROWS, Math.floor(BATCH_CELLS / columns.length)));
  const cells = new RowCells(columns.length, { rows: most });
  let bytes = Buffer.allocUnsafe(64 * 1024);
  let line = 1;
  for (const [group, { rows }] of groups.entries()) {
    const texts: ColumnTexts[] = [];
    for (const [index, column] of columns.entries()) {
      const values = await whole(file.values(group, index));
      if (values.reduce((sum, { length }) => sum + length, 0) !== rows)
        throw refused(
          `column ${JSON.stringify(column.name)} of the Parquet file has another number of values than rows`,
          'write it again',
        );
      texts.push(columnTexts(column, values, rows, mostCellBytes));
    }
    for (let from = 0; from < rows; from += most) {
      const to = Math.min(rows, from + most);
      const size = texts.reduce((sum, { ends }) => sum + (ends[to - 1] ?? 0) - startOf(ends, from), 0);
      if (size > bytes.length) bytes = Buffer.allocUnsafe(Math.max(size, 2 * bytes.length));
      fill(cells, bytes, texts, from, to, line);
      line += to - from;
      yield cells.batch(bytes, false);
    }
  }
}

const startOf = (ends: Int32Array, row: number): number => (row === 0 ? 0 : (ends[row - 1] ?? 0));

/** Rows `[from, to)` of a row group: a column's cells stay one behind the other. */
function fill(
  cells: RowCells,
  bytes: Buffer,
  texts: readonly ColumnTexts[],
  from: number,
  to: number,
  line: number,
): void {
  const faulty = texts.filter(({ faults }) => faults.size > 0);
  for (let row = from; row < to; row++) {
    cells.next();
    const at = faulty.findIndex(({ faults }) => faults.has(row));
    cells.add(line + row - from, faulty[at]?.faults.get(row), faulty[at]?.name);
  }
  const { starts, ends, width } = cells;
  let length = 0;
  for (const [column, text] of texts.entries()) {
    const first = startOf(text.ends, from);
    for (let row = from, slot = column; row < to; row++, slot += width) {
      if (faulty.some(({ faults }) => faults.has(row))) continue;
      starts[slot] = length + startOf(text.ends, row) - first;
      ends[slot] = length + (text.ends[row] ?? 0) - first;
    }
    length += text.bytes.copy(bytes, length, first, text.ends[to - 1] ?? first);
  }
}
