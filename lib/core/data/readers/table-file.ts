/** A file of rows, whatever its format, opened: the header is read, the rows come. */
import type { CellBatch } from '../cell-batch.ts';

export const TABLE_FORMATS = ['csv', 'json-lines', 'parquet'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

export interface TableFile {
  format: TableFormat;
  /** Names of the columns, as the file has them. */
  header: string[];
  /** Physical line of the header; of JSON Lines the first row's, of Parquet 0. */
  headerLine: number;
  /** The rows as they arrive; blank lines are left out. May be walked once. @throws UnreadableFile */
  batches: AsyncIterable<CellBatch>;
  /** Lets go of the source; needed when the rows are not walked to an end. */
  close(): Promise<void>;
}
