/** Finds the rows of a capture record in bytes, as long as it has the form of one before. */
import type { Arena } from '../kernel/arena.ts';
import type { CaptureTemplate } from './capture-template.ts';
import { RowCells } from './row-cells.ts';

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LEAST_PRINTABLE = 0x20;
const R = 0x72;
const N = 0x6e;
const DASH = 0x2d;
const COLON = 0x3a;
const T = 0x54;

/** Letters that may stand behind a backslash; `u` may as well, and is left to others. */
const ESCAPES = new Uint8Array(256);
for (const letter of '"\\/bfnrt') ESCAPES[letter.charCodeAt(0)] = 1;

export class CaptureScanner {
  /** Of the last record: milliseconds since 1970. */
  time = 0;
  /** The line end behind it. */
  stopped = 0;
  /** The rows of the records. */
  readonly cells: RowCells;
  readonly #arena: Arena;
  /** Written by the kernel: cells of the last row that hold doubled quotes. */
  readonly #ofRow: Int32Array;
  /** Cells of the last record that hold doubled quotes. */
  #doubled: number[] = [];

  /** Of the bytes of the last record: a reader uses its memory again. */
  #view: DataView = new DataView(new ArrayBuffer(0));

  /** @param arena where the records lie @param width cells of a row */
  constructor(arena: Arena, width: number) {
    this.cells = new RowCells(width, { arena });
    this.#arena = arena;
    this.#ofRow = arena.integers(width);
  }

  /**
   * Appends the rows of the record at `start`.
   *
   * @param bytes UTF-8, with a line end behind the record
   * @returns false, with nothing appended and nothing changed, for a record of any other form
   */
  scan(bytes: Buffer, start: number, line: number, { parts, holes }: CaptureTemplate): boolean {
    const before = this.cells.rows;
    this.#doubled.length = 0;
    const view = this.#viewOf(bytes);
    let at = start;
    for (let index = 0; index < holes.length && at !== -1; index++) {
      at = behind(view, at, parts[index] as DataView);
      if (at === -1) break;
      const hole = holes[index];
      at =
        hole === 'csv'
          ? this.#csvEnd(bytes, at, line)
          : hole === 'time'
            ? this.#timeEnd(bytes, at)
            : textEnd(bytes, at);
    }
    if (at !== -1) at = behind(view, at, parts[holes.length] as DataView);
    if (at !== -1 && bytes[at] === CR) at += 1;
    if (at === -1 || bytes[at] !== LF) {
      this.cells.rows = before;
      return false;
    }
    this.stopped = at;
    for (const slot of this.#doubled) this.#singleQuotes(bytes, slot);
    return true;
  }

  #viewOf({ buffer, byteOffset, length }: Buffer): DataView {
    if (this.#view.buffer !== buffer || this.#view.byteOffset !== byteOffset || this.#view.byteLength !== length)
      this.#view = new DataView(buffer, byteOffset, length);
    return this.#view;
  }

  /** The closing quote of a JSON string that holds CSV (one record a line), -1 for what needs a closer look. */
  #csvEnd(bytes: Buffer, from: number, line: number): number {
    const { cells } = this;
    let at = from;
    if (bytes[at] === QUOTE) return at;
    for (;;) {
      at = this.#rowEnd(bytes, at);
      if (at === -1) return -1;
      cells.add(line, undefined);
      if (bytes[at] === BACKSLASH && bytes[at + 1] === R) {
        at += 2;
        if (bytes[at] !== QUOTE && bytes[at + 1] !== N) return -1;
      }
      if (bytes[at] === QUOTE) return at;
      if (bytes[at] !== BACKSLASH || bytes[at + 1] !== N) return -1;
      at += 2;
      if (bytes[at] === QUOTE) return at;
    }
  }

  /** Where the last cell of a row ends. */
  #rowEnd(bytes: Buffer, from: number): number {
    const { cells } = this;
    const { kernel } = this.#arena;
    const first = cells.next();
    const { starts, ends, width } = cells;
    const end = kernel.captureRow(
      bytes.byteOffset,
      from,
      width,
      starts.byteOffset,
      ends.byteOffset,
      first,
      this.#ofRow.byteOffset,
    );
    const doubled = kernel.captureDoubled.value;
    for (let i = 0; i < doubled; i++) this.#doubled.push(this.#ofRow[i] as number);
    return end;
  }

  /** Doubled quotes are four bytes here, and one in the cell. */
  #singleQuotes(bytes: Buffer, slot: number): void {
    const { starts, ends } = this.cells;
    const end = ends[slot] as number;
    let to = starts[slot] as number;
    for (let from = to; from < end; to++) {
      const quotes = bytes[from] === BACKSLASH;
      bytes[to] = quotes ? QUOTE : (bytes[from] as number);
      from += quotes ? 4 : 1;
    }
    ends[slot] = to;
  }

  /** `2026-11-21T13:41:00Z`, with milliseconds or without, into `time`; -1 for any other form of a time. */
  #timeEnd(bytes: Buffer, from: number): number {
    if (bytes[from + 4] !== DASH || bytes[from + 7] !== DASH || bytes[from + 10] !== T) return -1;
    if (bytes[from + 13] !== COLON || bytes[from + 16] !== COLON) return -1;
    const year = wholeNumber(bytes, from, 4);
    const month = wholeNumber(bytes, from + 5, 2);
    const day = wholeNumber(bytes, from + 8, 2);
    const hour = wholeNumber(bytes, from + 11, 2);
    const minute = wholeNumber(bytes, from + 14, 2);
    const second = wholeNumber(bytes, from + 17, 2);
    const fraction = bytes[from + 19] === 0x2e;
    const millisecond = fraction ? wholeNumber(bytes, from + 20, 3) : 0;
    const end = from + (fraction ? 23 : 19);
    if (year < 1000 || month < 1 || month > 12 || day < 1 || day > 28 + (DAYS_OVER_28[month] as number)) return -1;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || millisecond < 0) return -1;
    if (bytes[end] !== 0x5a || bytes[end + 1] !== QUOTE) return -1;
    this.time = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
    return end + 1;
  }
}

/** By month, in a year that is no leap year: its 29 February is left to others. */
const DAYS_OVER_28 = Uint8Array.from([0, 3, 0, 3, 2, 3, 2, 3, 3, 2, 3, 2, 3]);

/** Of so many digits, -1 when they are none. */
function wholeNumber(bytes: Buffer, from: number, digits: number): number {
  let value = 0;
  for (let at = from; at < from + digits; at++) {
    const digit = (bytes[at] as number) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** Behind `part` if it stands at `at`, else -1. Four bytes at a time: these are most of a record. */
function behind(view: DataView, at: number, part: DataView): number {
  const { byteLength } = part;
  if (at + byteLength > view.byteLength) return -1;
  let index = 0;
  for (; index + 4 <= byteLength; index += 4)
    if (view.getInt32(at + index, true) !== part.getInt32(index, true)) return -1;
  for (; index < byteLength; index++) if (view.getUint8(at + index) !== part.getUint8(index)) return -1;
  return at + byteLength;
}

/** The closing quote of any JSON string without `\u`, else -1. */
function textEnd(bytes: Buffer, from: number): number {
  for (let at = from; ; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) return at;
    if (byte < LEAST_PRINTABLE) return -1;
    if (byte === BACKSLASH) {
      at += 1;
      if (ESCAPES[bytes[at] as number] === 0) return -1;
    }
  }
}
