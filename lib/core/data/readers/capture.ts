/**
 * SageMaker's data capture: one JSON document a line. A bad line costs itself and is counted by its reason; it never costs
 * the rest. A record that has the form of one before is read from its bytes, any other by way of texts; both give the same.
 */
import { isUtf8 } from 'node:buffer';
import type { CellBatch } from '../cell-batch.ts';
import { answerIn } from './capture-answer.ts';
import { type CapturedAnswer, type CaptureSkip, parseCaptureLine } from './capture-record.ts';
import { CaptureScanner, type ScannedRecords } from './capture-scan.ts';
import { type CaptureTemplate, templateOf } from './capture-template.ts';
import { type EventIds, hashOf } from './event-ids.ts';
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
  /** Lines that were left out, by reason. Blank lines do not count. */
  skipped: Partial<Record<CaptureSkip, number>>;
}

/** Looks at the answers of requests in the window. */
export interface AnswerReader {
  /** Asked once for each request. */
  wants(): boolean;
  read(answer: CapturedAnswer): void;
}

export interface CaptureReader {
  /**
   * The rows of the requests in the window, cells in the order of the columns; the requests are added to `tally`.
   * @param isStray whether a record of this time, outside the window, is to be told as `clock-skew`
   */
  read(
    source: AsyncIterable<Uint8Array>,
    tally: CaptureTally,
    isStray?: (time: number) => boolean,
  ): AsyncGenerator<CellBatch>;
}

/** One file. */
interface Reading {
  tally: CaptureTally;
  isStray: ((time: number) => boolean) | undefined;
}

/**
 * Reads the files of one endpoint, whose records have few forms.
 *
 * @param columns the features in contract order
 * @param window milliseconds since 1970, the end is not in it
 * @param events those that were met; a record of one of them is left out as `repeated`. @default every record counts
 * @param answers looks at the answers too
 */
export function captureReader(
  columns: readonly string[],
  window: { from: number; to: number },
  events?: EventIds,
  answers?: AnswerReader,
): CaptureReader {
  const texts = new TextRows(columns.length);
  const forms: CaptureTemplate[] = [];

  /** Whether a record of this time is asked for; one whose time is far from its file's is told. */
  function inWindow(time: number, { tally, isStray }: Reading): boolean {
    if (time >= window.from && time < window.to) return true;
    if (isStray?.(time)) skip('clock-skew', tally);
    return false;
  }

  const isNew = (event: string): boolean => events?.isNew(...hashOf(event)) ?? true;

  function isNewRecord(bytes: Buffer, { eventStarts, eventEnds, eventHashes }: ScannedRecords, i: number): boolean {
    if (!events) return true;
    const end = eventEnds[i] as number;
    if (end >= 0) return events.isNew(eventHashes[2 * i] as number, eventHashes[2 * i + 1] as number);
    return isNew(JSON.parse(bytes.toString('utf8', (eventStarts[i] as number) - 1, ~end + 1)));
  }

  /** Counts the requests of a scan, and takes the rows of those that came again out. @param first row of the scan */
  function settle(
    bytes: Buffer,
    { cells, records }: CaptureScanner,
    first: number,
    form: CaptureTemplate,
    reading: Reading,
  ): void {
    const { count, times, rows, eventStarts } = records;
    let kept = first;
    let from = first;
    for (let i = 0; i < count; i++) {
      const behind = rows[i] as number;
      if (inWindow(times[i] as number, reading)) {
        if (isNewRecord(bytes, records, i)) {
          cells.move(from, behind - from, kept);
          kept += behind - from;
          reading.tally.requests += 1;
          const answer = answers?.wants() ? answerIn(bytes, eventStarts[i] as number, form) : undefined;
          if (answer) answers?.read(answer);
        } else skip('repeated', reading.tally);
      }
      from = behind;
    }
    cells.rows = kept;
  }

  /** @param isCut whether the file ends within the line */
  function parsed(bytes: Uint8Array, line: number, isCut: boolean, reading: Reading): void {
    const { tally } = reading;
    const text = isUtf8(bytes) ? new TextDecoder().decode(bytes) : undefined;
    const found = text === undefined ? { skipped: 'not-utf8' as const } : parseCaptureLine(text, columns);
    if ('skipped' in found) {
      const isHalf = isCut && (found.skipped === 'not-json' || found.skipped === 'not-utf8');
      skip(isHalf ? 'cut-off' : found.skipped, tally);
      return;
    }
    const form = forms.length < MOST_FORMS ? templateOf(text ?? '') : undefined;
    if (form && !forms.some((known) => isSameForm(known, form))) forms.push(form);
    const { inferenceTime, eventId, rows, output } = found.record;
    if (!inWindow(Date.parse(inferenceTime), reading)) return;
    if (!isNew(eventId)) {
      skip('repeated', tally);
      return;
    }
    tally.requests += 1;
    if (answers?.wants() && output) answers.read(output);
    for (const row of rows) texts.add(line, row);
  }

  /** Reads the line at which the scanner stands by way of a text, and moves it behind. */
  function readLine({ bytes, length, unterminated }: LineBlock, scanner: CaptureScanner, reading: Reading): void {
    const { at, line } = scanner;
    const end = bytes.indexOf(LF, at);
    const last = end > at && bytes[end - 1] === CR ? end - 1 : end;
    if (end - at > MOST_LINE_BYTES) skip('too-long', reading.tally);
    else if (last > at) parsed(bytes.subarray(at, last), line, unterminated && end + 1 === length, reading);
    scanner.at = end + 1;
    scanner.line += 1;
  }

  function readBlock(block: LineBlock, scanner: CaptureScanner, reading: Reading): void {
    const { bytes, length } = block;
    const allText = isUtf8(bytes.subarray(0, length));
    for (scanner.at = 0; scanner.at < length; ) {
      const { at, cells } = scanner;
      // A block is that long for one line's sake.
      const isLong = length > MOST_LINE_BYTES;
      const isKnown = allText && !(isLong && bytes.indexOf(LF, at) - at > MOST_LINE_BYTES);
      const until = isLong ? bytes.indexOf(LF, at) + 1 : length;
      for (const form of isKnown ? forms : []) {
        const first = cells.rows;
        scanner.scan(bytes, until, form);
        if (scanner.at === at) continue;
        settle(bytes, scanner, first, form, reading);
        break;
      }
      if (scanner.at === at) readLine(block, scanner, reading);
    }
  }

  return {
    async *read(source, tally, isStray) {
      const reading = { tally, isStray };
      let scanner: CaptureScanner | undefined;
      for await (const block of lineBlocks(source, BLOCK_BYTES, MOST_LINE_BYTES)) {
        scanner ??= new CaptureScanner(block.arena, columns.length, window);
        if (block.length === 0) {
          skip('too-long', tally);
          scanner.line += 1;
          continue;
        }
        readBlock(block, scanner, reading);
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
