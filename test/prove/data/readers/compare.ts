/**
 * Holds our reading of one file against the libraries'. Where ours differs by design, the difference has a rule, and the
 * rule is tried: nothing is skipped.
 *
 * - A row of bad form costs itself and not the file: it is cut out of the file by its lines, and the libraries must read
 *   the rest as we did. That the row is bad is asked of another: csv-parse in its strict mode, the decoder of UTF-8, or
 *   for a limit csv-parse's cells.
 * - A file that ends within a quoted cell is refused. The libraries must say the same of its rest.
 * - The delimiter is the one that splits the header into most cells, by csv-parse's count.
 */
import { isDeepStrictEqual } from 'node:util';
import type { CsvLimits } from '../../../../lib/core/data/readers/csv-limits.ts';
import { DELIMITERS } from '../../../../lib/core/data/readers/delimiter.ts';
import type { MadeFile } from './csv-file.ts';
import type { ReadFile, ReadRow } from './ours.ts';
import { asPapaTells, byCsvParse, byPapaParse, faultByCsvParse, firstRow } from './peers.ts';

const LINE_END = Buffer.from('\n');
/** Rows that may be given up behind their first line. Some cells that are too long, or have text behind them, are in rows that end well. */
const GIVEN_UP: ReadonlySet<string> = new Set(['unclosed-quote', 'text-after-quote', 'cell-too-long', 'row-too-long']);
const BYTE_ORDER_MARK = Buffer.from('\ufeff');

export interface Compared {
  /** What kinds of difference by design it had. */
  classes: string[];
  /** What contradicts us. */
  wrong: string[];
  /** What the libraries were asked to read, and what they must have read. */
  readable: { bytes: Buffer; delimiter: string; rows: string[][] };
}

export function compare(file: MadeFile, ours: ReadFile): Compared {
  const lines = lineStarts(file.bytes);
  // The mark of the file is no part of its first line.
  if (file.bytes.subarray(0, 3).equals(BYTE_ORDER_MARK)) lines[0] = BYTE_ORDER_MARK.length;
  const slice = (from: number, to?: number): Buffer =>
    file.bytes.subarray(lines[from - 1] ?? file.bytes.length, to === undefined ? undefined : lines[to - 1]);
  const delimiter = ours.delimiter ?? ',';
  const classes: string[] = [];
  const wrong: string[] = [];

  const all: ReadRow[] = [...(ours.header ? [ours.header] : []), ...ours.rows];
  const refused = ours.refused;
  if (refused) {
    classes.push(`file refused: ${refused.reason}`);
    const said = refusalHolds(refused.reason, file, slice(refused.line ?? 1), ours);
    if (said) wrong.push(said);
  }
  // A refusal over the header or the whole file leaves nothing that was read.
  const end = refused === undefined ? lines.length : ours.header ? (refused.line ?? lines.length) : 1;
  const kept: Buffer[] = [];
  const rows: string[][] = [];
  all.forEach((row, index) => {
    const next = all[index + 1]?.line ?? end + (refused ? 0 : 1);
    const bytes = index === 0 ? file.bytes.subarray(0, lines[next - 1]) : slice(row.line, next);
    const { fault } = row;
    if (fault === undefined) {
      kept.push(bytes);
      rows.push(row.cells);
      return;
    }
    classes.push(`row set aside: ${fault}`);
    const said = faultHolds(fault, bytes, slice(row.line), delimiter, file.limits, ours.header?.cells.length ?? 0);
    if (said) wrong.push(`line ${row.line}: ${said}`);
  });
  const rest = Buffer.concat(kept);
  if (rows.length > 0) {
    const theirs = byCsvParse(rest, delimiter);
    if (!isDeepStrictEqual(theirs, rows)) wrong.push(differs('csv-parse', theirs, rows));
    const papa = byPapaParse(rest, delimiter);
    if (!isDeepStrictEqual(papa, asPapaTells(rows))) wrong.push(differs('Papa Parse', papa, asPapaTells(rows)));
    const best = bestDelimiter(slice(ours.header?.line ?? 1), file.limits);
    if (best !== undefined && best !== delimiter)
      wrong.push(`delimiter ${JSON.stringify(best)} splits the header further`);
  }
  return { classes, wrong, readable: { bytes: rest, delimiter, rows } };
}

/** Offsets at which the physical lines begin. LF, CRLF and CR end a line. */
function lineStarts(bytes: Buffer): number[] {
  const starts = [0];
  for (let at = 0; at < bytes.length; at++)
    if (bytes[at] === 0x0a || (bytes[at] === 0x0d && bytes[at + 1] !== 0x0a)) starts.push(at + 1);
  return starts;
}

function refusalHolds(reason: string, file: MadeFile, rest: Buffer, ours: ReadFile): string | undefined {
  // A file that is refused early does not tell what it was split by.
  const delimiters = ours.delimiter === undefined ? DELIMITERS : [ours.delimiter];
  switch (reason) {
    case 'empty':
      return /^(\xef\xbb\xbf)?[\r\n]*$/.test(file.bytes.toString('latin1'))
        ? undefined
        : 'refused as empty, and is not';
    case 'foreign':
      return isText(file.bytes) ? 'refused as no text, and is text' : undefined;
    case 'cut':
      if (/[\r\n]/.test(rest.toString('latin1'))) return 'refused as cut in its last line, which is not the last';
      return delimiters.some((delimiter) => isOpen(rest, delimiter)) ? undefined : 'refused as cut, and is not';
    case 'quotes': {
      const given = ours.rows.filter(({ fault }) => GIVEN_UP.has(fault ?? '')).length;
      return given >= file.limits.resyncs ? undefined : `refused for open quotes after ${given} rows with one`;
    }
    case 'header': {
      const bad = (delimiter: string): boolean =>
        faultByCsvParse(rest, delimiter, false) !== undefined ||
        isBeyond(rest, delimiter, file.limits) ||
        isLong(rest, delimiter, file.limits);
      return !isText(rest) || delimiters.some(bad) ? undefined : 'header refused, and nothing is wrong with it';
    }
    default:
      return `refused for ${reason}, which has no rule here`;
  }
}

/** @param row its lines @param rest the file from there on @param width cells of the header */
function faultHolds(
  fault: string,
  row: Buffer,
  rest: Buffer,
  delimiter: string,
  limits: CsvLimits,
  width: number,
): string | undefined {
  const holds = {
    'not-utf8': () => !isText(row),
    // csv-parse stops at the first fault it finds: a quote within plain text is one of its strict mode, and none of ours.
    // It takes NUL for the end of the text.
    // A row of several lines with it is given up behind its first line, which alone ends within a quoted cell.
    'text-after-quote': () => {
      const read = isOpen(row, delimiter) ? rest : row;
      return /CLOSING_QUOTE|OPENING_QUOTE/.test(faultByCsvParse(read, delimiter, false) ?? '') || !isText(read);
    },
    'unclosed-quote': () => isOpen(rest, delimiter) || isBeyond(rest, delimiter, limits),
    'cell-too-long': () => isBeyond(rest, delimiter, limits),
    'row-too-long': () => isLong(rest, delimiter, limits),
    'wrong-cell-count': () => cellsWithin(row, delimiter) !== width,
    'too-many-cells': () => cellsWithin(row, delimiter) > limits.cells,
  }[fault];
  if (!holds) return `set aside for ${fault}, which has no rule here`;
  return holds() ? undefined : `set aside for ${fault}, which nobody else finds`;
}

/** Cells of a row behind a blank line, since it is no beginning of a file: a byte order mark is text in it. */
const cellsWithin = (row: Buffer, delimiter: string): number =>
  byCsvParse(Buffer.concat([LINE_END, row]), delimiter)[0]?.length ?? 0;

const isOpen = (bytes: Buffer, delimiter: string): boolean => firstRow(bytes, delimiter) === undefined;

/** Valid UTF-8 without NUL. */
function isText(bytes: Buffer): boolean {
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** Whether csv-parse finds a cell or a number of cells beyond the limits in the first row, or a cell that does not end within them. */
function isBeyond(bytes: Buffer, delimiter: string, limits: CsvLimits): boolean {
  const { cells } = firstRow(bytes, delimiter) ?? {};
  if (!cells) return bytes.length > limits.cellBytes;
  return cells.length > limits.cells || cells.some((cell) => written(cell) > limits.cellBytes);
}

/** The same for the row as a whole. */
const isLong = (bytes: Buffer, delimiter: string, { rowBytes }: CsvLimits): boolean =>
  (firstRow(bytes, delimiter)?.bytes ?? bytes.length) > rowBytes;

/** Bytes of a cell in a file, between its quotes. */
const written = (cell: string): number => Buffer.byteLength(cell) + (cell.split('"').length - 1);

/** The delimiter of most cells in the first row of the text; undefined where a reading has more than a row may have. */
function bestDelimiter(text: Buffer, limits: CsvLimits): string | undefined {
  const latin1 = text.toString('latin1');
  const tried = DELIMITERS.map((delimiter) => ({ delimiter, cells: headerCells(latin1, delimiter, limits) }));
  if (tried.some(({ cells }) => cells > limits.cells)) return undefined;
  return tried.reduce((best, each) => (each.cells > best.cells ? each : best)).delimiter;
}

/**
 * Character by character, for other parsers go on where this format gives a row up. 0 in a reading that gives no row: a
 * quote is never closed or only beyond the limit of a cell, or the row has several lines and text behind a closing quote.
 */
function headerCells(text: string, delimiter: string, { cellBytes, rowBytes }: CsvLimits): number {
  const isEnd = (at: number): boolean => at >= text.length || [delimiter, '\n', '\r'].includes(text[at] as string);
  let behindQuote = false;
  let lines = false;
  let at = 0;
  for (let cells = 1; ; cells++) {
    if (text[at] === '"') {
      const closing = /"(?!")/y;
      let end = at + 1;
      for (; end < text.length; end++) {
        closing.lastIndex = end;
        if (closing.test(text)) break;
        if (text[end] === '"') end += 1;
      }
      if (end >= text.length || end - at - 1 > cellBytes) return 0;
      lines ||= /[\r\n]/.test(text.slice(at, end));
      at = end + 1;
      behindQuote ||= !isEnd(at);
    }
    while (!isEnd(at)) at += 1;
    if (text[at] === delimiter) at += 1;
    else return (lines && behindQuote) || at > rowBytes ? 0 : cells;
  }
}

function differs(who: string, theirs: readonly string[][], ours: readonly string[][]): string {
  const at = theirs.findIndex((row, index) => !isDeepStrictEqual(row, ours[index]));
  const index = at === -1 ? theirs.length : at;
  return `${who}: row ${index} is ${JSON.stringify(theirs[index])}, ours ${JSON.stringify(ours[index])}`;
}
