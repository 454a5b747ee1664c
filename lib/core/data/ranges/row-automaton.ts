/**
 * How bytes make rows, as a finite automaton: what must be known at a byte to go on from there without what came before.
 * Run from each state over a range of a file, it tells what the range means whatever precedes it (Mytkowicz et al. 2014,
 * "Data-parallel finite-state machines"; Ge et al. 2019, "Speculative distributed CSV data parsing").
 */
import type { Delimiter } from '../readers/delimiter.ts';
import type { UnreadableFile } from '../readers/unreadable-file.ts';

/** `table[state << 8 | byte]` is the next state and the events of the byte. */
export interface RowAutomaton {
  readonly states: number;
  readonly table: Uint8Array;
  /** The state at the first byte of a file. */
  readonly start: number;
  /** States in which no row is under way. */
  readonly betweenRows: ReadonlySet<number>;
  /** States in which a file cannot end. */
  readonly unfinished: ReadonlySet<number>;
  /** What a row is mostly, that is longer than any should be. */
  readonly overlong: { reason: UnreadableFile['reason']; mend: string };
}

/** Bits of an entry of the table. */
export const NEXT_STATE = 7;
/** A line end; of CRLF it is the CR. */
export const LINE_END = 8;
/** The byte is the first of a row. Blank lines are none. */
export const ROW_BEGIN = 16;
/** The byte is the line end of a row. */
export const ROW_END = 32;
/** The byte is text behind a closing quote: its row has a fault. */
export const TEXT_AFTER_QUOTE = 64;

const ROW_START = 0;
/** Behind a CR that closed a row or a blank line: an LF belongs to it. */
const AFTER_CR = 1;
const CELL_START = 2;
const PLAIN = 3;
const QUOTED = 4;
const QUOTED_CR = 5;
/** Behind a quote within a quoted cell: it closes the cell, or is the first of two. */
const QUOTE_SEEN = 6;

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;

/** RFC 4180 as readers/csv-scan.ts reads it: a quote opens a quoted cell only as the first byte of one. */
export function csvAutomaton(delimiter: Delimiter): RowAutomaton {
  const table = new Uint8Array(8 << 8);
  const delimiterByte = delimiter.charCodeAt(0);
  for (let byte = 0; byte < 256; byte++) {
    const on = (state: number, entry: number): void => {
      table[(state << 8) | byte] = entry;
    };
    const lineEnd = byte === LF ? ROW_START | LINE_END : byte === CR ? AFTER_CR | LINE_END : undefined;
    const inCell = byte === delimiterByte ? CELL_START : PLAIN;
    const first = byte === QUOTE ? QUOTED : inCell;
    const quoted =
      byte === QUOTE ? QUOTE_SEEN : byte === LF ? QUOTED | LINE_END : byte === CR ? QUOTED_CR | LINE_END : QUOTED;
    on(ROW_START, lineEnd ?? first | ROW_BEGIN);
    on(AFTER_CR, byte === LF ? ROW_START : (lineEnd ?? first | ROW_BEGIN));
    on(CELL_START, lineEnd === undefined ? first : lineEnd | ROW_END);
    on(PLAIN, lineEnd === undefined ? inCell : lineEnd | ROW_END);
    on(QUOTED, quoted);
    on(QUOTED_CR, byte === LF ? QUOTED : quoted);
    const behind = byte === delimiterByte ? CELL_START : PLAIN | TEXT_AFTER_QUOTE;
    on(QUOTE_SEEN, byte === QUOTE ? QUOTED : lineEnd === undefined ? behind : lineEnd | ROW_END);
  }
  return {
    states: 7,
    table,
    start: ROW_START,
    betweenRows: new Set([ROW_START, AFTER_CR]),
    unfinished: new Set([QUOTED, QUOTED_CR]),
    overlong: { reason: 'quotes', mend: 'is a quote left open? Close it, or double those that are part of a text' },
  };
}
