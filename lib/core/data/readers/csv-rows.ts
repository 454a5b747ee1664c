/** Walks over the rows of CSV bytes: gives up rows that cannot be read, and hands the others on in batches. */
import type { CellBatch } from '../cell-batch.ts';
import type { ByteWindow } from './byte-window.ts';
import { type CsvLimits, faultCode, type RowFault } from './csv-limits.ts';
import { type FoundRows, foundRows, hasLineEnd, nextLine, type ScanPlace, scanRows } from './csv-scan.ts';
import { type Delimiter, detectDelimiter, isDelimiter } from './delimiter.ts';
import { UnreadableFile } from './unreadable-file.ts';
import { faultNotUtf8 } from './utf8-rows.ts';

export interface CsvRows {
  readonly delimiter: Delimiter;
  /** The next row alone, with as many cells as it has (at most `most`); undefined when there is none. */
  first(most: number): Promise<CellBatch | undefined>;
  /** All rows that are left. @throws UnreadableFile */
  batches(width: number): AsyncGenerator<CellBatch>;
}

export interface RowPlace {
  /** Physical line where the window stands. */
  line: number;
  /** Rows of the file before it. */
  row: number;
  delimiter?: Delimiter | undefined;
}

/** Cells of one batch, unless a single row has more; and its rows, few enough for the cache. */
const BATCH_CELLS = 64 * 1024;
const BATCH_ROWS = 8192;

/** @param block how many bytes are waited for at once */
export function csvRows(window: ByteWindow, start: RowPlace, limits: CsvLimits, block: number): CsvRows {
  const place: ScanPlace = { at: 0, line: start.line };
  let { delimiter } = start;
  let firstRow = start.row;
  let resyncs = 0;
  /** Inside a row that is given up, up to its line end. */
  let skipping = false;

  /** Scans what the window has. @returns how many bytes are worth another try, 0 when `found` is full */
  function scan(found: FoundRows): number {
    for (;;) {
      if (found.rows === found.capacity) return 0;
      if (window.from === window.end) return block;
      if (skipping) {
        if (!passLine()) return block;
        skipping = false;
        continue;
      }
      // Rows that are given up before the delimiter is known never come to the scan, which looks for room itself.
      if (found.rows === found.capacity) return 0;
      const outcome = scanOn(found);
      if (outcome === 'full') return 0;
      if (outcome === 'end') return block;
      if (outcome === 'text-after-quote') {
        giveUp(found, undefined, outcome);
        continue;
      }
      const length = outcome === 'too-long' ? (place.reached ?? 0) - window.from : window.end - window.from;
      const overlong = outcome === 'too-long' || length > limits.rowBytes;
      // Twice what the row did not end in, so that a long row is scanned a few times only.
      if (!window.final && !overlong) return Math.max(block, 2 * length);
      giveUp(found, overlong ? length : undefined);
    }
  }

  function scanOn(found: FoundRows): ReturnType<typeof scanRows> {
    const { bytes, end, final } = window;
    if (delimiter === undefined) {
      passBlankLines();
      if (window.from === end) return 'end';
      const detected = detectDelimiter(window.arena, bytes, window.from, end, final, limits, place);
      if (!isDelimiter(detected)) return detected;
      delimiter = detected;
    }
    place.at = window.from;
    const outcome = scanRows(bytes, end, final, delimiter.charCodeAt(0), place, found, limits);
    window.from = place.at;
    return outcome;
  }

  /** Before the header there is no delimiter to scan with. */
  function passBlankLines(): void {
    for (;;) {
      const byte = window.bytes[window.from];
      if (window.from === window.end || (byte !== 0x0a && byte !== 0x0d)) return;
      const next = nextLine(window.bytes, window.from, window.end, window.final);
      if (next === -1) return;
      window.from = next;
      place.line += 1;
    }
  }

  /**
   * Sets aside the row the window stands at, and goes on behind its first physical line.
   *
   * @param length how far it was followed, when that is beyond a limit; otherwise the file ends within a quoted cell, or
   *   text stands behind one
   */
  function giveUp(found: FoundRows, length: number | undefined, fault = faultOfGivenUp(length)): void {
    const { line } = place;
    resyncs += 1;
    if (resyncs > limits.resyncs)
      throw new UnreadableFile(
        'quotes',
        `more than ${limits.resyncs} rows have a quote that is never closed, or is closed within a text of a later line, the last in line ${line}`,
        'close the quotes, or double those that are part of a text',
        line,
      );
    if (length === undefined && !hasLineEnd(window.bytes, window.from, window.end))
      throw new UnreadableFile(
        'cut',
        `the file ends in the middle of line ${line}, within a quoted cell`,
        'upload the whole file',
        line,
      );
    found.lines[found.rows] = line;
    found.faults[found.rows] = faultCode(fault);
    found.counts[found.rows] = found.width;
    found.froms[found.rows] = window.from;
    found.rows += 1;
    found.unterminated = false;
    skipping = !passLine();
  }

  function faultOfGivenUp(length: number | undefined): RowFault {
    if (length === undefined) return 'unclosed-quote';
    if (length > limits.rowBytes) return 'row-too-long';
    // A long text has no line ends; a quote that somebody forgot to close takes in the lines that follow.
    return hasLineEnd(window.bytes, window.from, window.from + length) ? 'unclosed-quote' : 'cell-too-long';
  }

  /** Moves behind the next line end. @returns false when it is not among the bytes */
  function passLine(): boolean {
    const { bytes, from, end, final } = window;
    const next = nextLine(bytes, from, end, final);
    if (next !== -1) place.line += 1;
    // The line feed of a carriage return may come with the next bytes.
    const pending = !final && end > from && bytes[end - 1] === 0x0d;
    window.from = next !== -1 ? next : pending ? end - 1 : end;
    return next !== -1;
  }

  function batchOf(found: FoundRows): CellBatch {
    faultNotUtf8(window.bytes, window.from, found);
    const { width, rows, starts, ends, lines, faults, counts } = found;
    clearFaulty(found);
    const unterminated = window.final && window.from === window.end && found.unterminated;
    const { arena, bytes } = window;
    const batch = { arena, bytes, rows, width, starts, ends, lines, faults, counts, firstRow, unterminated };
    firstRow += rows;
    return batch;
  }

  return {
    get delimiter() {
      return delimiter ?? ',';
    },
    async first(most) {
      const found = foundRows(window.arena, most, 1);
      for (;;) {
        const wanted = scan(found);
        if (found.rows === 1) break;
        if (window.final && window.from === window.end) return undefined;
        await window.more(wanted);
      }
      // It is the row that says how many cells there are.
      if (found.faults[0] === faultCode('wrong-cell-count')) found.faults[0] = 0;
      const batch = batchOf(found);
      firstRow = start.row;
      return { ...batch, width: Math.min(most, found.counts[0] ?? 0) };
    },
    async *batches(width) {
      const found = foundRows(window.arena, width, Math.max(1, Math.min(BATCH_ROWS, Math.floor(BATCH_CELLS / width))));
      for (;;) {
        let wanted: number;
        try {
          wanted = scan(found);
        } catch (error) {
          // What was read before it is handed on, wherever the pieces of the file end.
          if (found.rows > 0) yield batchOf(found);
          throw error;
        }
        if (found.rows > 0) yield batchOf(found);
        found.rows = 0;
        if (wanted === 0) continue;
        if (window.final && window.from === window.end) return;
        await window.more(wanted);
      }
    },
  };
}

/** A row with a fault has no cells. For itself, so that it is compiled once for all files. */
function clearFaulty({ rows, width, starts, ends, faults }: FoundRows): void {
  for (let row = 0; row < rows; row++) {
    if (faults[row] === 0) continue;
    starts.fill(0, row * width, (row + 1) * width);
    ends.fill(0, row * width, (row + 1) * width);
  }
}
