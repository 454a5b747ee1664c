/** What a cell looks like. Most cells tell it by their bytes, without a text being made of them. */
import { isMissing, parseBoolean, parseInteger, parseNumber, parseTimestamp } from '../cells.ts';
import { standsForMissing } from '../disguised.ts';
import { plainTime } from './timestamps.ts';

/** A cell has one of these looks; `NUMBER` may have `INTEGER` and `CODE` (zeros in front) beside it. */
export const LOOK = {
  text: 0,
  number: 1,
  integer: 2,
  code: 4,
  boolean: 8,
  time: 16,
  disguised: 32,
  missing: 64,
} as const;
/** Instead of a look: it has to go by text. */
export const UNSURE = -1;

const { text: TEXT, number: NUMBER, integer: INTEGER, code: CODE, time: TIME } = LOOK;
const ZERO = 0x30;
const POINT = 0x2e;
const MINUS = 0x2d;
const PLUS = 0x2b;
const SPACE = 0x20;
const DELETE = 0x7f;
const LETTER_E = 0x65;
/** Sets lower case in ASCII letters. */
const LOWER = 0x20;
/** Whole numbers of so many digits are exact doubles. */
const EXACT_DIGITS = 15;
/** Numbers of so many digits before the point are below the largest of 32 bits. */
const MOST_DIGITS = 30;
/** So do those of 15 digits with such an exponent. */
const MOST_EXPONENT = 20;
/** Letters of the longest word that means yes, no or nothing: "not available". */
const LONGEST_WORD = 13;

/** By the first byte of a cell: a mere text whatever follows, a number or time perhaps, a word perhaps; else it goes by text. */
const NUMBER_START = 1;
const WORD_START = 2;
const ANY_START = 3;
const STARTS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const letter = String.fromCharCode(byte).toLowerCase();
  if (/[0-9.+-]/.test(letter)) return NUMBER_START;
  // Of true, yes, false, no, nan, missing, unknown, inf and their like.
  if (/[tyfnmui]/.test(letter)) return WORD_START;
  // `?` and `#N/A`; what may be white space beyond ASCII begins with one of these bytes.
  if (byte <= SPACE || byte === DELETE || '?#'.includes(letter) || [0xc2, 0xe1, 0xe2, 0xe3, 0xef].includes(byte))
    return ANY_START;
  return 0;
});

/** @param cell as it is written */
export function lookOfText(cell: string, nulls: ReadonlySet<string>): number {
  if (isMissing(cell)) return LOOK.missing;
  const text = cell.trim();
  if (nulls.has(text)) return LOOK.missing;
  if (parseNumber(text) !== undefined)
    return NUMBER | (parseInteger(text) === undefined ? 0 : INTEGER) | (/^[+-]?0\d/.test(text) ? CODE : 0);
  if (parseBoolean(text) !== undefined) return LOOK.boolean;
  if (parseTimestamp(text) !== undefined) return TIME;
  return standsForMissing(text) ? LOOK.disguised : TEXT;
}

/**
 * What `lookOfText` says of a cell without words for "nothing", or `UNSURE`.
 *
 * @param bytes of the cell: `start` to `end`, not empty; doubled quotes may be in it
 */
export function quickLook(bytes: Buffer, start: number, end: number): number {
  const kind = STARTS[bytes[start] ?? 0] ?? ANY_START;
  if (kind === 0) return TEXT;
  const last = bytes[end - 1] ?? 0;
  if (kind === ANY_START || last <= SPACE || last >= DELETE) return UNSURE;
  if (kind === NUMBER_START) return numberLook(bytes, start, end);
  return end - start > LONGEST_WORD ? TEXT : UNSURE;
}

/** Of a cell that begins with a digit, a sign or a point and ends with a visible character. */
function numberLook(bytes: Buffer, start: number, end: number): number {
  const signed = bytes[start] === MINUS || bytes[start] === PLUS;
  const first = signed ? start + 1 : start;
  let at = digitsEnd(bytes, first, end);
  const whole = at - first;
  const code = whole > 1 && bytes[first] === ZERO ? CODE : 0;
  if (at === end) return whole === 0 || whole > EXACT_DIGITS ? UNSURE : NUMBER | INTEGER | code;
  if (whole === 4 && bytes[at] === MINUS) return Number.isNaN(plainTime(bytes, start, end)) ? UNSURE : TIME;
  let digits = whole;
  if (bytes[at] === POINT) {
    const point = at;
    at = digitsEnd(bytes, point + 1, end);
    digits += at - point - 1;
  }
  if (digits === 0 || whole > MOST_DIGITS) return UNSURE;
  if (at === end) return NUMBER | code;
  const next = bytes[at] ?? 0;
  if ((next | LOWER) === LETTER_E)
    return whole <= EXACT_DIGITS && isSmallExponent(bytes, at + 1, end) ? NUMBER | code : UNSURE;
  // Neither a number goes on so, nor a word.
  return next > SPACE && next < DELETE ? TEXT : UNSURE;
}

function digitsEnd(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && ((bytes[at] ?? 0) - ZERO) >>> 0 <= 9) at += 1;
  return at;
}

function isSmallExponent(bytes: Buffer, start: number, end: number): boolean {
  const first = bytes[start] === MINUS || bytes[start] === PLUS ? start + 1 : start;
  if (end - first < 1 || end - first > 2 || digitsEnd(bytes, first, end) < end) return false;
  if (bytes[start] === MINUS) return true;
  let exponent = 0;
  for (let at = first; at < end; at++) exponent = 10 * exponent + (bytes[at] ?? 0) - ZERO;
  return exponent <= MOST_EXPONENT;
}
