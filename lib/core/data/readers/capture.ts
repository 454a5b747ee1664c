/**
 * SageMaker's data capture: one JSON document a line. A bad line costs itself and is counted by its reason; it never costs
 * the rest. A record that has the form of one before is read from its bytes, any other by way of texts; both give the same.
 */
import { isUtf8 } from 'node:buffer';
import type { CellBatch } from '../cell-batch.ts';
import { type CaptureSkip, parseCaptureLine } from './capture-record.ts';
import { CaptureScanner } from './capture-scan.ts';
import { type CaptureTemplate, templateOf } from './capture-template.ts';
import { type LineBlock, lineBlocks } from './line-blocks.ts';
import { TextRows } from './text-rows.ts';

const LF = 0x0a;
const CR = 0x0d;
const BLOCK_BYTES = 256 * 1024;
/** A payload of a request is at most 25 MB; JSON and Base64 make it longer. */
const MOST_LINE_BYTES = 64 * 1024 * 1024;
/** Forms that are remembered: of callers, versions and content types there are few. */
const MOST_FORMS = 4;

export interface CaptureTally {
  /** Requests whose inference lies in the window. */
  requests: number;
  /** Lines that could not be read, by reason; they name no time. Blank lines do not count. */
  skipped: Partial<Record<CaptureSkip, number>>;
}

export interface CaptureReader {
  /** The rows of the requests in the window, cells in the order of the columns; the requests are added to `tally`. */
  read(source: AsyncIterable<Uint8Array>, tally: CaptureTally): AsyncGenerator<CellBatch>;
}

/**
 * Reads the files of one endpoint, whose records have few forms.
 *
 * @param columns the features in contract order
 * @param window milliseconds since 1970, the end is not in it
 */
export function captureReader(columns: readonly string[], window: { from: number; to: number }): CaptureReader {
  const texts = new TextRows(columns.length);
  const forms: CaptureTemplate[] = [];
  const inWindow = (time: number): boolean => time >= window.from && time < window.to;

  function parsed(bytes: Uint8Array, line: number, tally: CaptureTally): void {
    const text = isUtf8(bytes) ? new TextDecoder().decode(bytes) : undefined;
    const found = text === undefined ? { skipped: 'not-utf8' as const } : parseCaptureLine(text, columns);
    if ('skipped' in found) {
      skip(found.skipped, tally);
      return;
    }
    const form = forms.length < MOST_FORMS ? templateOf(text ?? '') : undefined;
    if (form && !forms.some((known) => isSameForm(known, form))) forms.push(form);
    if (!inWindow(Date.parse(found.record.inferenceTime))) return;
    tally.requests += 1;
    for (const row of found.record.rows) texts.add(line, row);
  }

  /** Reads the line at which the scanner stands by way of a text, and moves it behind. */
  function readLine(bytes: Buffer, end: number, scanner: CaptureScanner, tally: CaptureTally): void {
    const { at, line } = scanner;
    const last = end > at && bytes[end - 1] === CR ? end - 1 : end;
    if (end - at > MOST_LINE_BYTES) skip('too-long', tally);
    else if (last > at) parsed(bytes.subarray(at, last), line, tally);
    scanner.at = end + 1;
    scanner.line += 1;
  }

  function readBlock({ bytes, length }: LineBlock, scanner: CaptureScanner, tally: CaptureTally): void {
    const allText = isUtf8(bytes.subarray(0, length));
    const before = scanner.requests;
    for (scanner.at = 0; scanner.at < length; ) {
      const { at } = scanner;
      // A block is that long for one line's sake.
      const isLong = length > MOST_LINE_BYTES;
      const isKnown = allText && !(isLong && bytes.indexOf(LF, at) - at > MOST_LINE_BYTES);
      const until = isLong ? bytes.indexOf(LF, at) + 1 : length;
      for (let index = 0; isKnown && scanner.at === at && index < forms.length; index++)
        scanner.scan(bytes, until, forms[index] as CaptureTemplate);
      if (scanner.at === at) readLine(bytes, bytes.indexOf(LF, at), scanner, tally);
    }
    tally.requests += scanner.requests - before;
  }

  return {
    async *read(source, tally) {
      let scanner: CaptureScanner | undefined;
      for await (const block of lineBlocks(source, BLOCK_BYTES, MOST_LINE_BYTES)) {
        scanner ??= new CaptureScanner(block.arena, columns.length, window);
        if (block.length === 0) {
          skip('too-long', tally);
          scanner.line += 1;
          continue;
        }
        readBlock(block, scanner, tally);
        if (scanner.cells.rows > 0) yield scanner.cells.batch(block.bytes, false);
        if (texts.rows > 0) yield texts.batch();
      }
    },
  };
}

function skip(reason: CaptureSkip, { skipped }: CaptureTally): void {
  skipped[reason] = (skipped[reason] ?? 0) + 1;
}

const isSameForm = (a: CaptureTemplate, b: CaptureTemplate): boolean =>
  a.parts.length === b.parts.length &&
  a.parts.every((part, index) => Buffer.compare(part, b.parts[index] as Uint8Array) === 0);
