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
const BLOCK_BYTES = 128 * 1024;
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

  /** Whether the record at `at` has a form that is known, and was counted. */
  function scanned(scanner: CaptureScanner, bytes: Buffer, at: number, line: number, tally: CaptureTally): boolean {
    const { cells } = scanner;
    for (const form of forms) {
      const before = cells.rows;
      if (!scanner.scan(bytes, at, line, form)) continue;
      if (inWindow(scanner.time)) tally.requests += 1;
      else cells.rows = before;
      return true;
    }
    return false;
  }

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

  function readBlock(
    { bytes, length }: LineBlock,
    scanner: CaptureScanner,
    firstLine: number,
    tally: CaptureTally,
  ): number {
    const allText = isUtf8(bytes.subarray(0, length));
    let line = firstLine;
    for (let at = 0; at < length; line++) {
      if (length > MOST_LINE_BYTES && bytes.indexOf(LF, at) - at > MOST_LINE_BYTES) {
        skip('too-long', tally);
        at = bytes.indexOf(LF, at) + 1;
        continue;
      }
      if (allText && scanned(scanner, bytes, at, line, tally)) {
        at = scanner.stopped + 1;
        continue;
      }
      const end = bytes.indexOf(LF, at);
      const last = end > at && bytes[end - 1] === CR ? end - 1 : end;
      if (last > at) parsed(bytes.subarray(at, last), line, tally);
      at = end + 1;
    }
    return line;
  }

  return {
    async *read(source, tally) {
      let line = 1;
      let scanner: CaptureScanner | undefined;
      for await (const block of lineBlocks(source, BLOCK_BYTES, MOST_LINE_BYTES)) {
        if (block.length === 0) {
          skip('too-long', tally);
          line += 1;
          continue;
        }
        scanner ??= new CaptureScanner(block.arena, columns.length);
        line = readBlock(block, scanner, line, tally);
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
  a.parts.length === b.parts.length && a.parts.every((part, index) => isSame(part, b.parts[index] as DataView));

const isSame = (a: DataView, b: DataView): boolean =>
  Buffer.compare(new Uint8Array(a.buffer), new Uint8Array(b.buffer)) === 0;
