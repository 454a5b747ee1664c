/**
 * A streaming reader of JSON Lines: one flat object a line, its keys the columns. Bytes in, batches of cells out; a row it
 * cannot read costs itself and not the file. Memory is bounded by the longest allowed row. A cell is what CSV would hold:
 * digits as they are written, texts without quotes and escapes, `true`, `false`, and nothing for null or an absent key.
 */
import { isUtf8 } from 'node:buffer';
import type { CellBatch } from '../cell-batch.ts';
import { CSV_LIMITS, type CsvLimits, type RowFault } from './csv-limits.ts';
import { keysOf } from './json-header.ts';
import { JsonRowScanner } from './json-row.ts';
import { type LineBlock, lineBlocks } from './line-blocks.ts';
import { RowCells } from './row-cells.ts';
import type { TableFile } from './table-file.ts';
import { behindMark } from './text-bytes.ts';
import { UnreadableFile } from './unreadable-file.ts';

type JsonLimits = Pick<CsvLimits, 'cellBytes' | 'cells' | 'rowBytes'>;

const LF = 0x0a;
const BLOCK_BYTES = 128 * 1024;
/** An object without keys costs few bytes, and as many cells as any row. */
const BATCH_CELLS = 1024 * 1024;
const MEND = 'write one object a line, by a JSON library';

/**
 * Reads the keys of the first row and stands before the rows, the first among them.
 *
 * @throws UnreadableFile
 */
export async function openJsonLines(
  source: AsyncIterable<Uint8Array>,
  limits: JsonLimits = CSV_LIMITS,
): Promise<TableFile> {
  const blocks = lineBlocks(source, BLOCK_BYTES, limits.rowBytes);
  try {
    // The first block has the first row, unless blank lines fill it.
    for (let line = 1; ; ) {
      const { done, value: block } = await blocks.next();
      if (done) throw new UnreadableFile('empty', 'the file is empty', 'write rows, one JSON object a line');
      const from = skipMark(block, line);
      const first = firstRow(block, from, line);
      if (!first.row) {
        line = first.line;
        continue;
      }
      const header = headerOf(first.row, first.line, limits);
      return {
        format: 'json-lines',
        header,
        headerLine: first.line,
        batches: batchesOf({ block, from, line, row: 0 }, blocks, header, limits),
        close: async () => {
          await blocks.return(undefined);
        },
      };
    }
  } catch (error) {
    await blocks.return(undefined);
    throw error;
  }
}

/** Where the rows of a part of a file begin. */
export interface JsonLinesPart {
  /** Keys of the file's first row. */
  header: readonly string[];
  /** Physical line of the first byte. */
  line: number;
  /** Rows of the file before it, rows with faults among them. */
  row: number;
}

/** The rows of bytes that begin at the beginning of a row: a part of a file whose header is known. @throws UnreadableFile */
export async function* jsonLinesPart(
  source: AsyncIterable<Uint8Array>,
  { header, line, row }: JsonLinesPart,
  limits: JsonLimits = CSV_LIMITS,
): AsyncGenerator<CellBatch> {
  const blocks = lineBlocks(source, BLOCK_BYTES, limits.rowBytes);
  const { done, value: block } = await blocks.next();
  if (!done) yield* batchesOf({ block, from: 0, line, row }, blocks, header, limits);
}

/** Behind the byte order mark a file may begin with. */
const skipMark = ({ bytes }: LineBlock, line: number): number => (line === 1 ? behindMark(bytes) : 0);

function firstRow({ bytes, length }: LineBlock, from: number, line: number): { row?: Buffer; line: number } {
  if (length === 0) throw new UnreadableFile('header', `line ${line} is longer than a row may be`, MEND, line);
  let at = from;
  for (let here = line; ; here++) {
    if (at >= length) return { line: here };
    const end = bytes.indexOf(LF, at);
    if (!isBlank(bytes, at)) return { row: bytes.subarray(at, end), line: here };
    at = end + 1;
  }
}

function isBlank(bytes: Buffer, from: number): boolean {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x09 || bytes[at] === 0x0d) at += 1;
  return bytes[at] === LF;
}

function headerOf(row: Uint8Array, line: number, limits: JsonLimits): string[] {
  const keys = keysOf(row);
  const fault =
    keys === undefined
      ? `line ${line} is no JSON object`
      : keys.length === 0
        ? `the object in line ${line} has no keys`
        : keys.length > limits.cells
          ? `the object in line ${line} has ${keys.length} keys, the limit is ${limits.cells}`
          : undefined;
  if (keys === undefined || fault) throw new UnreadableFile('header', fault ?? '', MEND, line);
  return keys;
}

async function* batchesOf(
  begin: { block: LineBlock; from: number; line: number; row: number },
  blocks: AsyncGenerator<LineBlock>,
  header: readonly string[],
  limits: JsonLimits,
): AsyncGenerator<CellBatch> {
  const scanner = new JsonRowScanner(header, limits);
  const cells = new RowCells(header.length, { arena: begin.block.arena, firstRow: begin.row });
  const mostRows = Math.max(1, Math.floor(BATCH_CELLS / header.length));
  let { from: at, line } = begin;
  try {
    for (let block = begin.block; ; ) {
      const { bytes, length, unterminated } = block;
      if (length === 0) {
        cells.next();
        cells.add(line++, 'row-too-long');
      }
      const allText = isUtf8(bytes.subarray(0, length));
      while (at < length) {
        if (isBlank(bytes, at)) at = bytes.indexOf(LF, at) + 1;
        else {
          if (cells.rows === mostRows) yield cells.batch(bytes, false);
          const first = cells.next();
          const end = allText ? -1 : bytes.indexOf(LF, at);
          const fault: RowFault | undefined =
            end === -1 || isUtf8(bytes.subarray(at, end)) ? scanner.scan(bytes, at, cells, first) : 'not-utf8';
          const next = fault ? bytes.indexOf(LF, end === -1 ? scanner.stopped : end) + 1 : scanner.stopped + 1;
          if (fault === 'broken-json' && unterminated && scanner.stopped === length - 1) throw cutOff(line);
          if (next - at > limits.rowBytes) cells.add(line, 'row-too-long');
          else cells.add(line, fault, fault === 'not-utf8' && end !== -1 ? undefined : scanner.key);
          at = next;
        }
        line += 1;
      }
      if (cells.rows > 0) yield cells.batch(bytes, unterminated);
      const { done, value } = await blocks.next();
      if (done) return;
      block = value;
      at = 0;
    }
  } finally {
    await blocks.return(undefined);
  }
}

const cutOff = (line: number): UnreadableFile =>
  new UnreadableFile('cut', `the file ends in the middle of line ${line}`, 'upload the whole file', line);
