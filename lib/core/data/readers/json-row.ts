/**
 * Finds the cells of a row of JSON Lines in bytes: one flat object (RFC 8259) on one line. Keys may come in any order; the
 * order of the rows before is tried first, so that most keys cost one comparison. No object and no text is made.
 */
import type { CsvLimits, RowFault } from './csv-limits.ts';
import { decodeText } from './json-text.ts';
import type { RowCells } from './row-cells.ts';

const LF = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const LEAST_PRINTABLE = 0x20;
/** A number of fewer characters is finite unless its exponent says otherwise. */
const LEAST_OVERFLOW = 300;

const MOST_STRANGERS = 20;
const LONGEST_STRANGER = 80;

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const NULL = Buffer.from('null');
/** What Python's and others' writers put where JSON has no number. */
const NOT_FINITE = ['NaN', 'Infinity', '-Infinity'].map((word) => Buffer.from(word));

export class JsonRowScanner {
  /** Where the last scan ended: behind the object, or at the byte that is at fault. */
  stopped = 0;
  /** The key that the last fault is about, where it is about one. */
  key: string | undefined;
  readonly #limits: Pick<CsvLimits, 'cellBytes'>;
  readonly #columns: ReadonlyMap<string, number>;
  readonly #names: readonly string[];
  /** Keys that are no columns, as many as are worth naming: a hostile file has any number of them. */
  readonly #strangers = new Set<string>();
  /** The keys as they are written mostly, with their quotes, one behind the other. */
  readonly #keys: Buffer;
  readonly #keyStarts: Int32Array;
  /** Which column followed which, 1 more than its index; 0 = the beginning of a row. */
  readonly #following: Int32Array;
  /** The last row that had a column. */
  readonly #seen: Int32Array;
  #row = 0;

  constructor(columns: readonly string[], limits: Pick<CsvLimits, 'cellBytes'>) {
    this.#limits = limits;
    this.#names = columns;
    this.#columns = new Map(columns.map((name, index) => [name, index]));
    const keys = columns.map((name) => Buffer.from(JSON.stringify(name)));
    this.#keys = Buffer.concat(keys);
    this.#keyStarts = new Int32Array(columns.length + 1);
    for (const [index, key] of keys.entries())
      this.#keyStarts[index + 1] = (this.#keyStarts[index] as number) + key.length;
    this.#following = Int32Array.from({ length: columns.length + 1 }, (_, index) => index);
    this.#seen = new Int32Array(columns.length);
  }

  /**
   * Scans the row at `start`; texts with escapes are decoded where they lie.
   *
   * @param bytes UTF-8, with a line end behind the row
   * @param first index of the row's first cell in `cells`
   */
  scan(bytes: Buffer, start: number, cells: RowCells, first: number): RowFault | undefined {
    const { starts, ends, width } = cells;
    const following = this.#following;
    const seen = this.#seen;
    const row = this.#nextRow();
    this.key = undefined;
    let at = skipBlanks(bytes, start);
    if (bytes[at] !== 0x7b) return this.#stop(at, 'broken-json');
    at = skipBlanks(bytes, at + 1);
    let found = 0;
    let before = 0;
    if (bytes[at] === 0x7d) at += 1;
    else
      for (;;) {
        let column = following[before] as number;
        const behind = column < width ? this.#matches(bytes, at, column) : -1;
        if (behind !== -1) at = behind;
        else {
          const fault = this.#lookUp(bytes, at);
          if (fault !== undefined) return fault;
          column = this.#column;
          at = this.stopped;
          following[before] = column;
        }
        if (seen[column] === row) return this.#stop(at, 'repeated-key', column);
        seen[column] = row;
        before = column + 1;
        if (bytes[at] !== COLON) {
          at = skipBlanks(bytes, at);
          if (bytes[at] !== COLON) return this.#stop(at, 'broken-json');
        }
        at += 1;
        if (bytes[at] === 0x20) at += 1;

        let byte = bytes[at] as number;
        if (byte !== QUOTE && byte !== MINUS && (byte < 0x30 || byte > 0x39)) {
          at = skipBlanks(bytes, at);
          byte = bytes[at] as number;
        }
        const from = byte === QUOTE ? at + 1 : at;
        let to: number;
        if (byte === QUOTE) {
          at += 1;
          for (byte = bytes[at] as number; byte !== QUOTE && byte !== BACKSLASH && byte >= LEAST_PRINTABLE; )
            byte = bytes[++at] as number;
          to = at;
          if (byte !== QUOTE) {
            const text = decodeText(bytes, at);
            if (text.fault) return this.#stop(text.close, text.fault, column);
            to = text.end;
            at = text.close;
          }
          at += 1;
        } else if (byte === MINUS || (byte >= 0x30 && byte <= 0x39)) {
          at = numberEnd(bytes, at);
          if (at < 0) return this.#stop(~at, ~at === from ? 'not-finite' : strangeValue(bytes, from), column);
          to = at;
        } else {
          const word = byte === 0x74 ? TRUE : byte === 0x66 ? FALSE : NULL;
          if (!matchesAt(bytes, at, word)) return this.#stop(at, strangeValue(bytes, at), column);
          at += word.length;
          to = word === NULL ? from : at;
        }
        if (to - from > this.#limits.cellBytes) return this.#stop(at, 'cell-too-long', column);
        starts[first + column] = from;
        ends[first + column] = to;
        found += 1;

        byte = bytes[at] as number;
        if (byte !== COMMA) {
          at = skipBlanks(bytes, at);
          byte = bytes[at] as number;
          if (byte === 0x7d) {
            at += 1;
            break;
          }
          if (byte !== COMMA) return this.#stop(at, 'broken-json');
        }
        at += 1;
        if (bytes[at] !== QUOTE) at = skipBlanks(bytes, at);
      }
    at = skipBlanks(bytes, at);
    if (bytes[at] !== LF) return this.#stop(at, 'broken-json');
    if (found < width)
      for (let column = 0; column < width; column++)
        if (seen[column] !== row) {
          starts[first + column] = 0;
          ends[first + column] = 0;
        }
    return this.#stop(at, undefined);
  }

  #column = 0;

  /** @param column whose value is at fault; JSON that is broken belongs to none */
  #stop(at: number, fault: RowFault | undefined, column = -1): RowFault | undefined {
    this.stopped = at;
    if (fault !== 'broken-json') this.key = this.#names[column];
    return fault;
  }

  #nextRow(): number {
    if (this.#row === 0x7fffffff) {
      this.#seen.fill(0);
      this.#row = 0;
    }
    this.#row += 1;
    return this.#row;
  }

  /** Behind the key of a column if it stands at `at`, else -1. */
  #matches(bytes: Buffer, at: number, column: number): number {
    const keys = this.#keys;
    const to = this.#keyStarts[column + 1] as number;
    let here = at;
    for (let index = this.#keyStarts[column] as number; index < to; index++)
      if (keys[index] !== bytes[here++]) return -1;
    return here;
  }

  /** Reads any key at `at`: its column into `#column`, the place behind it into `stopped`. */
  #lookUp(bytes: Buffer, at: number): RowFault | undefined {
    if (bytes[at] !== QUOTE) return this.#stop(at, 'broken-json');
    const { end, close, fault } = decodeText(bytes, at + 1);
    if (fault) return this.#stop(close, fault);
    const name = bytes.toString('utf8', at + 1, end);
    const column = this.#columns.get(name);
    if (column === undefined) {
      this.#stop(close, 'unknown-key');
      if (this.#strangers.size < MOST_STRANGERS && name.length <= LONGEST_STRANGER) this.#strangers.add(name);
      this.key = this.#strangers.has(name) ? name : undefined;
      return 'unknown-key';
    }
    this.#column = column;
    return this.#stop(close + 1, undefined);
  }
}

/** Blanks of JSON but the line end, which ends the row. */
function skipBlanks(bytes: Buffer, from: number): number {
  let at = from;
  for (let byte = bytes[at]; byte === 0x20 || byte === 0x09 || byte === 0x0d; ) byte = bytes[++at];
  return at;
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

function digitsEnd(bytes: Buffer, from: number): number {
  let at = from;
  while (isDigit(bytes[at] as number)) at += 1;
  return at;
}

/** Behind the number at `from`; bitwise not of the place where it is none, or of its begin where it is not finite. */
function numberEnd(bytes: Buffer, from: number): number {
  const digits = bytes[from] === MINUS ? from + 1 : from;
  let at = digitsEnd(bytes, digits);
  if (at === digits || (bytes[digits] === 0x30 && at > digits + 1)) return ~at;
  if (bytes[at] === 0x2e) {
    const fraction = at + 1;
    at = digitsEnd(bytes, fraction);
    if (at === fraction) return ~at;
  }
  let large = at - from >= LEAST_OVERFLOW;
  if (((bytes[at] as number) | 0x20) === 0x65) {
    let exponent = at + 1;
    const sign = bytes[exponent];
    if (sign === 0x2b || sign === MINUS) exponent += 1;
    at = digitsEnd(bytes, exponent);
    if (at === exponent) return ~at;
    large ||= sign !== MINUS;
  }
  return large && !Number.isFinite(Number(bytes.toString('latin1', from, at))) ? ~from : at;
}

function matchesAt(bytes: Buffer, at: number, word: Buffer): boolean {
  for (let index = 0; index < word.length; index++) if (bytes[at + index] !== word[index]) return false;
  return true;
}

/** Why what stands at `at` is no value of a cell. */
function strangeValue(bytes: Buffer, at: number): RowFault {
  const byte = bytes[at];
  if (byte === 0x7b || byte === 0x5b) return 'nested-value';
  return NOT_FINITE.some((word) => matchesAt(bytes, at, word)) ? 'not-finite' : 'broken-json';
}
