/**
 * A streaming CSV reader: bytes in, batches of rows of text out. It knows RFC 4180, byte order marks, three delimiters
 * and all line ends; a row it cannot read costs itself and not the file. Memory is bounded by the longest allowed row.
 */
import { CSV_LIMITS, type CsvLimits, type RowFault } from './csv-limits.ts';
import { type CellOffsets, cellOffsets, nextLine, type RowScan, scanRow } from './csv-scan.ts';
import { textOf } from './csv-text.ts';
import { type Delimiter, detectDelimiter } from './delimiter.ts';
import { foreignKind } from './file-kind.ts';

export interface CsvRow {
  /** Physical line of the file the row begins on; the header's is mostly 1. */
  line: number;
  /** Empty when there is a fault. */
  cells: string[];
  fault?: RowFault;
  /** The file ends behind this row without a line end. */
  unterminated?: true;
}

export interface CsvFile {
  delimiter: Delimiter;
  header: string[];
  headerLine: number;
  /** The rows behind the header, as they arrive; blank lines are left out. May be walked once. @throws UnreadableFile */
  batches: AsyncIterable<CsvRow[]>;
  /** Lets go of the source; needed when the rows are not walked to an end. */
  close(): Promise<void>;
}

/** The file as a whole cannot be read. The message is one clause. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  readonly reason: 'empty' | 'foreign' | 'cut' | 'header' | 'quotes';
  readonly mend: string;
  readonly line: number | undefined;
  constructor(reason: UnreadableFile['reason'], message: string, mend: string, line?: number) {
    super(message);
    this.reason = reason;
    this.mend = mend;
    this.line = line;
  }
}

/** Reads the header and stands before the rows. @throws UnreadableFile */
export async function openCsv(source: AsyncIterable<Uint8Array>, limits: CsvLimits = CSV_LIMITS): Promise<CsvFile> {
  const rows = allRows(source, limits);
  const first = await rows.next();
  if (first.done) throw new UnreadableFile('empty', 'the file is empty', 'upload a CSV file with a header and rows');
  const [header, ...rest] = first.value.rows;
  if (!header) throw new UnreadableFile('empty', 'the file has no header', 'upload a CSV file with a header and rows');
  if (header.fault) {
    await rows.return(undefined);
    throw new UnreadableFile(
      'header',
      `the header cannot be read (${header.fault}, line ${header.line})`,
      'mend the header',
      header.line,
    );
  }
  return {
    delimiter: first.value.delimiter,
    header: header.cells,
    headerLine: header.line,
    batches: remaining(rest, rows),
    close: async () => {
      await rows.return(undefined);
    },
  };
}

interface Block {
  delimiter: Delimiter;
  rows: CsvRow[];
}

async function* remaining(rest: CsvRow[], blocks: AsyncGenerator<Block>): AsyncGenerator<CsvRow[]> {
  try {
    if (rest.length > 0) yield rest;
    for await (const { rows } of blocks) if (rows.length > 0) yield rows;
  } finally {
    await blocks.return(undefined);
  }
}

/** Smaller pieces are gathered to this before they are scanned. */
const BLOCK_BYTES = 64 * 1024;

/** All rows, the header first. Every block has at least one row. */
async function* allRows(source: AsyncIterable<Uint8Array>, limits: CsvLimits): AsyncGenerator<Block> {
  const reader = rowReader(limits);
  let parts: Uint8Array[] = [];
  let held = 0;
  for await (const part of source) {
    if (part.length === 0) continue;
    parts.push(part);
    held += part.length;
    if (held < reader.wants) continue;
    const block = reader.read(joined(parts), false);
    parts = reader.rest.length > 0 ? [reader.rest] : [];
    held = reader.rest.length;
    if (block.rows.length > 0) yield block;
  }
  const block = reader.read(joined(parts), true);
  if (block.rows.length > 0) yield block;
}

function joined(parts: readonly Uint8Array[]): Buffer {
  const [only] = parts;
  return only && parts.length === 1 ? Buffer.from(only.buffer, only.byteOffset, only.byteLength) : Buffer.concat(parts);
}

interface RowReader {
  /** How many bytes are worth another try: twice what a row did not end in, so that a long row is scanned a few times only. */
  wants: number;
  /** What the last read left over. */
  rest: Uint8Array;
  read(bytes: Buffer, final: boolean): Block;
}

interface ScannedRow extends RowScan {
  from: number;
  line: number;
  firstCell: number;
}

function rowReader(limits: CsvLimits): RowReader {
  const offsets = cellOffsets();
  let delimiter: Delimiter | undefined;
  let started = false;
  let line = 1;
  let resyncs = 0;
  /** Inside a row that is given up, up to its line end. */
  let skipping = false;

  const reader: RowReader = { wants: BLOCK_BYTES, rest: Buffer.alloc(0), read };

  function read(bytes: Buffer, final: boolean): Block {
    offsets.length = 0;
    const scanned: ScannedRow[] = [];
    let at = 0;
    if (!started && bytes.length > 0) {
      started = true;
      at = startOf(bytes);
    }
    let more = false;
    while (at < bytes.length && !more) {
      if (skipping) {
        const next = nextLine(bytes, at, final);
        at = next === -1 ? bytes.length : next;
        if (next !== -1) {
          skipping = false;
          line += 1;
        }
        continue;
      }
      delimiter ??= blankLine(bytes, at) ? undefined : detectDelimiter(bytes, at, final, offsets, limits);
      const firstCell = offsets.length;
      const row = scanRow(bytes, at, final, (delimiter ?? ',').charCodeAt(0), offsets, limits);
      if (row.outcome === 'row' && (delimiter || blankLine(bytes, at))) {
        if (row.next - at > limits.rowBytes) row.fault ??= 'row-too-long';
        if (!blankLine(bytes, at)) scanned.push({ ...row, from: at, line, firstCell });
        line += row.innerLines + (row.terminated ? 1 : 0);
        at = row.next;
        continue;
      }
      offsets.length = firstCell;
      const length = bytes.length - at;
      const overlong = row.outcome === 'open-quote' ? length > limits.cellBytes : length > limits.rowBytes;
      if (!final && !overlong) {
        more = true;
        continue;
      }
      at = giveUp(bytes, at, final, row.outcome === 'open-quote', scanned);
    }
    reader.rest = Buffer.from(bytes.subarray(at));
    reader.wants = more ? Math.max(BLOCK_BYTES, reader.rest.length * 2) : BLOCK_BYTES;
    return { delimiter: delimiter ?? ',', rows: texts(bytes, offsets, scanned) };
  }

  /** Sets aside the row at `at` and answers where reading goes on: behind its first physical line. */
  function giveUp(bytes: Buffer, at: number, final: boolean, inQuote: boolean, scanned: ScannedRow[]): number {
    resyncs += 1;
    if (resyncs > limits.resyncs)
      throw new UnreadableFile(
        'quotes',
        `more than ${limits.resyncs} rows have a quote that is never closed, the last in line ${line}`,
        'close the quotes, or double those that are part of a text',
        line,
      );
    const next = nextLine(bytes, at, final);
    if (next === -1 && final)
      throw new UnreadableFile(
        'cut',
        `the file ends in the middle of line ${line}, within a quoted cell`,
        'upload the whole file',
        line,
      );
    const fault: RowFault = next === -1 ? (inQuote ? 'cell-too-long' : 'row-too-long') : 'unclosed-quote';
    scanned.push({
      outcome: 'row',
      next: at,
      innerLines: 0,
      cells: 0,
      terminated: true,
      fault,
      from: at,
      line,
      firstCell: offsets.length,
    });
    if (next === -1) skipping = true;
    else line += 1;
    return next === -1 ? bytes.length : next;
  }

  return reader;
}

/** Behind the byte order mark. @throws UnreadableFile for what is no text */
function startOf(bytes: Buffer): number {
  const foreign = foreignKind(bytes);
  if (foreign) throw new UnreadableFile('foreign', `the file is ${foreign.kind}, not CSV`, foreign.mend);
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

const blankLine = (bytes: Buffer, at: number): boolean => bytes[at] === 0x0a || bytes[at] === 0x0d;

function texts(bytes: Buffer, offsets: CellOffsets, scanned: readonly ScannedRow[]): CsvRow[] {
  const text = textOf(bytes, offsets);
  return scanned.map(({ from, next, line, firstCell, cells, fault, terminated }) => {
    const read = fault ? undefined : text(from, next, firstCell, cells);
    const row: CsvRow = read ? { line, cells: read } : { line, cells: [], fault: fault ?? 'not-utf8' };
    if (!terminated) row.unterminated = true;
    return row;
  });
}
