/**
 * A streaming CSV reader: bytes in, batches of cells out. It knows RFC 4180, byte order marks, three delimiters and all
 * line ends; a row it cannot read costs itself and not the file. Memory is bounded by the longest allowed row.
 */
import type { CellBatch } from '../cell-batch.ts';
import { rowTexts } from '../cell-text.ts';
import { byteWindow } from './byte-window.ts';
import { CSV_LIMITS, type CsvLimits } from './csv-limits.ts';
import { type CsvRows, csvRows } from './csv-rows.ts';
import type { Delimiter } from './delimiter.ts';
import { foreignKind } from './file-kind.ts';
import { behindMark } from './text-bytes.ts';
import { UnreadableFile } from './unreadable-file.ts';

export interface CsvFile {
  delimiter: Delimiter;
  header: string[];
  headerLine: number;
  /** The rows behind the header, as they arrive; blank lines are left out. May be walked once. @throws UnreadableFile */
  batches: AsyncIterable<CellBatch>;
  /** Lets go of the source; needed when the rows are not walked to an end. */
  close(): Promise<void>;
}

/** Bytes that are scanned at once: with what is made of them they stay in a core's cache. */
const BLOCK_BYTES = 128 * 1024;

/**
 * Reads the header and stands before the rows.
 *
 * @param delimiter found from the header where none is given
 * @throws UnreadableFile
 */
export async function openCsv(
  source: AsyncIterable<Uint8Array>,
  limits: CsvLimits = CSV_LIMITS,
  delimiter?: Delimiter,
): Promise<CsvFile> {
  const window = byteWindow(source, BLOCK_BYTES);
  try {
    await window.more(BLOCK_BYTES);
    window.from = startOf(window.bytes.subarray(0, window.end));
    const rows = csvRows(window, { line: 1, row: 0, delimiter }, limits, BLOCK_BYTES);
    const { cells, line } = await headerOf(rows, limits);
    return {
      delimiter: rows.delimiter,
      header: cells,
      headerLine: line,
      batches: closing(rows.batches(cells.length), window.close),
      close: window.close,
    };
  } catch (error) {
    await window.close();
    throw error;
  }
}

/** Where the rows of a part of a file begin. */
export interface CsvPart {
  delimiter: Delimiter;
  /** Cells of the header. */
  width: number;
  /** Physical line of the first byte. */
  line: number;
  /** Rows of the file before it, rows with faults among them, the header not. */
  row: number;
}

/** The rows of bytes that begin at the beginning of a row: a part of a file whose header is known. @throws UnreadableFile */
export function csvPart(
  source: AsyncIterable<Uint8Array>,
  { width, ...place }: CsvPart,
  limits: CsvLimits = CSV_LIMITS,
): AsyncIterable<CellBatch> {
  const window = byteWindow(source, BLOCK_BYTES);
  return closing(csvRows(window, place, limits, BLOCK_BYTES).batches(width), window.close);
}

async function* closing(batches: AsyncIterable<CellBatch>, close: () => Promise<void>): AsyncGenerator<CellBatch> {
  try {
    yield* batches;
  } finally {
    await close();
  }
}

/** Behind the byte order mark. @throws UnreadableFile for what is no text */
function startOf(bytes: Buffer): number {
  const foreign = foreignKind(bytes);
  if (foreign) throw new UnreadableFile('foreign', `the file is ${foreign.kind}, not CSV`, foreign.mend);
  return behindMark(bytes);
}

async function headerOf(rows: CsvRows, { cells: most }: CsvLimits): Promise<{ cells: string[]; line: number }> {
  const header = await rows.first(most);
  if (!header) throw new UnreadableFile('empty', 'the file is empty', 'write it as CSV with a header and rows');
  const [{ cells, line, fault } = { cells: [], line: 1, fault: undefined }] = rowTexts(header);
  if (fault)
    throw new UnreadableFile(
      'header',
      `the header cannot be read (${fault}, line ${line})`,
      fault === 'not-utf8' ? 'save it as CSV in UTF-8' : 'mend the header',
      line,
    );
  return { cells, line };
}
