/** Puts the surveys of a file's ranges together in order: each range gets its true first state, and with it its rows. */
import type { ByteRange } from '../../ports/objects.ts';
import { UnreadableFile } from '../readers/unreadable-file.ts';
import type { OpenRow, RangeSurvey } from './range-survey.ts';
import type { RowAutomaton } from './row-automaton.ts';

/** Whole rows: from the first byte of one to the first byte of one of a later range, or to the end of the file. */
export interface RowRange extends ByteRange {
  /** Rows of the file before the first of these; the header is one. */
  rowsBefore: number;
  /** Physical line the first row begins on, counted from 1. */
  line: number;
  /** Physical line the last row begins on. */
  lastLine: number;
  /** Rows in the range. */
  rows: number;
}

/**
 * Ranges in which no row begins are left out: their bytes belong to the one before.
 *
 * @param surveys one a range, in order, without gaps @param longestRow the limit they were made with, bytes
 * @throws UnreadableFile where a row is longer than the limit, or has text behind a closing quote and several lines, or
 *   the file ends within a quoted cell
 */
export function resolveBorders(
  automaton: RowAutomaton,
  ranges: readonly ByteRange[],
  surveys: readonly RangeSurvey[],
  longestRow: number,
): RowRange[] {
  const found: RowRange[] = [];
  let state = automaton.start;
  let rows = 0;
  let lines = 0;
  /** The row under way at the border, with its line counted from 0. */
  let open: OpenRow | undefined;

  ranges.forEach(({ to }, index) => {
    const range = surveys[index]?.[state];
    if (!range) throw new Error(`range ${index} of ${ranges.length} has no survey for state ${state}`);
    const { first, last = 0, carriedEnd, obstacle } = range;
    const passes = first === undefined && carriedEnd === undefined;
    if (open && range.carriedFaulty) open = { ...open, faulty: true };
    if (open && (carriedEnd?.at ?? (passes ? to : open.at)) - open.at > longestRow)
      throw rowTooLong(automaton, open.line, longestRow);
    if (open?.faulty && carriedEnd && lines + carriedEnd.line > open.line) throw textAfterQuote(open.line);
    if (obstacle) {
      const line = obstacle.row === 'carried' ? open?.line : lines + obstacle.row.line;
      throw obstacle.why === 'too-long' ? rowTooLong(automaton, line, longestRow) : textAfterQuote(line);
    }
    const before = found.at(-1);
    if (before) before.to = first?.at ?? to;
    if (first) {
      const line = lines + first.line + 1;
      found.push({ from: first.at, to, rowsBefore: rows, line, lastLine: lines + last + 1, rows: range.rows });
    }
    if (range.open) open = { ...range.open, line: lines + range.open.line };
    else if (!passes) open = undefined;
    rows += range.rows;
    lines += range.lines;
    state = range.end;
  });

  if (automaton.unfinished.has(state)) {
    const line = (open?.line ?? lines) + 1;
    throw new UnreadableFile(
      'cut',
      `the file ends within a quoted cell; its row begins in line ${line}`,
      'upload the whole file; close the quotes, or double those that are part of a text',
      line,
    );
  }
  if (open?.faulty && lines > open.line) throw textAfterQuote(open.line);
  return found;
}

function textAfterQuote(line = 0): UnreadableFile {
  return new UnreadableFile(
    'quotes',
    `the row that begins in line ${line + 1} has text behind a closing quote in a later line: a stray quote takes in the lines between`,
    'close the quote, or double those that are part of a text',
    line + 1,
  );
}

function rowTooLong({ overlong }: RowAutomaton, line = 0, longestRow: number): UnreadableFile {
  return new UnreadableFile(
    overlong.reason,
    `the row that begins in line ${line + 1} is longer than ${longestRow} bytes, the most in a file of this size`,
    overlong.mend,
    line + 1,
  );
}
