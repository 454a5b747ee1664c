/** Reads cells as numbers, from bytes: most cells are digits and a point, and need no text. */
import type { CellBatch } from '../cell-batch.ts';
import { cellText } from '../cell-text.ts';
import { isMissing, parseInteger, parseNumber } from '../cells.ts';
import type { RejectReason } from '../rejections.ts';
import type { CellFaults } from './cell-faults.ts';
import type { MissingWords } from './missing-words.ts';

/** What a number must keep. */
export interface NumberRule {
  whole: boolean;
  min: number;
  max: number;
  /** What a missing cell is rejected for, where it may not be missing. */
  missing: RejectReason | undefined;
  /** Numbers that words for a missing value look like. */
  nullNumbers: ReadonlySet<number> | undefined;
}

const ZERO = 0x30;
const MINUS = 0x2d;
const POINT = 0x2e;
/** ASCII letters of both cases, once 0x20 is set. */
const LETTER_E = 0x65;
const LOWER = 0x20;

/** So many digits fit an integer of 32 bits. */
const SHORT = 9;
/** From here on doubles no longer hold every whole number. */
const EXACT = 2 ** 53;
/** Powers of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
const MOST_POWER = 22;

/**
 * The numbers of one column, NaN where missing: equal bit for bit to `parseNumber` and `parseInteger` of the cells.
 *
 * Digits are gathered in a whole number. While it and a power of ten are exact doubles, one division or multiplication
 * gives the nearest double (Clinger 1990, "How to read floating point numbers accurately"). All else goes by text.
 *
 * @param position of the column in the file
 * @param column as faults name it
 */
export function readNumbers(
  batch: CellBatch,
  position: number,
  out: Float64Array,
  rule: NumberRule,
  column: number,
  faults: CellFaults,
  nulls: MissingWords,
): void {
  const { bytes, rows, width, starts, ends } = batch;
  const { min, max, whole, nullNumbers } = rule;
  for (let row = 0, slot = position; row < rows; row++, slot += width) {
    let at = starts[slot] ?? 0;
    const end = ends[slot] ?? 0;
    const negative = at < end && bytes[at] === MINUS;
    if (negative) at += 1;
    let value = Number.NaN;
    let digit = 0;
    if (end - at <= SHORT) {
      const first = at;
      let gathered = 0;
      while (at < end) {
        digit = (bytes[at] ?? 0) - ZERO;
        if (digit >>> 0 > 9) break;
        gathered = (Math.imul(gathered, 10) + digit) | 0;
        at += 1;
      }
      if (at === end) {
        if (at > first) value = gathered;
      } else if (bytes[at] === POINT && !whole) {
        at += 1;
        const fraction = at;
        while (at < end) {
          digit = (bytes[at] ?? 0) - ZERO;
          if (digit >>> 0 > 9) break;
          gathered = (Math.imul(gathered, 10) + digit) | 0;
          at += 1;
        }
        if (at === end && end - first > 1) value = gathered / (POWERS[end - fraction] ?? 1);
      }
    } else value = longNumber(bytes, at, end, whole);
    if (negative) value = -value;
    const plain = value >= min && value <= max && (nullNumbers === undefined || !nullNumbers.has(value));
    // Two stores: one for both would box every number, for what is called may answer anything.
    if (plain) out[row] = value;
    else out[row] = readText(batch, row, slot, value, rule, column, faults, nulls);
  }
}

/** A number without its sign; NaN when it has to go by text. */
function longNumber(bytes: Buffer, start: number, end: number, whole: boolean): number {
  let at = start;
  let gathered = 0;
  let digit = 0;
  let power = 0;
  while (at < end) {
    digit = (bytes[at] ?? 0) - ZERO;
    if (digit >>> 0 > 9) break;
    gathered = gathered * 10 + digit;
    at += 1;
  }
  let digits = at - start;
  if (at < end && bytes[at] === POINT && !whole) {
    at += 1;
    const fraction = at;
    while (at < end) {
      digit = (bytes[at] ?? 0) - ZERO;
      if (digit >>> 0 > 9) break;
      gathered = gathered * 10 + digit;
      at += 1;
    }
    power = fraction - at;
    digits += at - fraction;
  }
  if (digits === 0 || gathered >= EXACT) return Number.NaN;
  if (at < end && ((bytes[at] ?? 0) | LOWER) === LETTER_E && !whole) {
    const exponent = smallExponent(bytes, at + 1, end);
    if (Number.isNaN(exponent)) return exponent;
    power += exponent;
    at = end;
  }
  if (at < end || power < -MOST_POWER || power > MOST_POWER) return Number.NaN;
  return power < 0 ? gathered / (POWERS[-power] ?? 1) : gathered * (POWERS[power] ?? 1);
}

/** Of one to three digits with or without a sign; NaN for anything else. */
function smallExponent(bytes: Buffer, start: number, end: number): number {
  const sign = bytes[start];
  const first = sign === MINUS || sign === 0x2b ? start + 1 : start;
  if (first >= end || end - first > 3) return Number.NaN;
  let exponent = 0;
  for (let at = first; at < end; at++) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    exponent = exponent * 10 + digit;
  }
  return sign === MINUS ? -exponent : exponent;
}

/** What is left: missing cells, rare spellings of numbers, and all that keeps no rule. @param known NaN when it is not known yet */
function readText(
  batch: CellBatch,
  row: number,
  slot: number,
  known: number,
  { whole, min, max, missing, nullNumbers }: NumberRule,
  column: number,
  faults: CellFaults,
  nulls: MissingWords,
): number {
  // Rows that cannot be read have no cells.
  if (batch.faults[row] !== 0) return Number.NaN;
  let value: number | undefined = known;
  if (Number.isNaN(known) || nullNumbers?.has(known)) {
    const cell = batch.starts[slot] === batch.ends[slot] ? '' : cellText(batch, slot);
    const text = cell.trim();
    if (isMissing(cell) || nulls.isNull(row, text)) {
      if (missing !== undefined) faults.add(row, column, missing);
      return Number.NaN;
    }
    value = whole ? parseInteger(text) : parseNumber(text);
    if (value === undefined) {
      faults.add(row, column, whole && parseNumber(text) !== undefined ? 'not-an-integer' : 'not-a-number');
      return Number.NaN;
    }
  }
  if (value < min) faults.add(row, column, 'below-min');
  else if (value > max) faults.add(row, column, 'above-max');
  return value;
}
