/** Reads cells as times, from bytes. */
import type { CellBatch } from '../cell-batch.ts';
import { cellText } from '../cell-text.ts';
import { isMissing, parseTimestamp } from '../cells.ts';
import type { RejectReason } from '../rejections.ts';
import type { CellFaults } from './cell-faults.ts';
import type { MissingWords } from './missing-words.ts';

const DASH = 0x2d;
const COLON = 0x3a;
const LETTER_T = 0x54;
const LETTER_Z = 0x5a;
const SPACE = 0x20;
const DAY = 86_400;

/**
 * Epoch seconds of the cells of one column, NaN where missing: equal to `parseTimestamp` of the cells. Dates and times in
 * whole seconds are read from their places; zones and fractions go by text.
 *
 * @param position of the column in the file
 * @param column as faults name it
 */
export function readTimestamps(
  batch: CellBatch,
  position: number,
  out: Float64Array,
  missing: RejectReason | undefined,
  column: number,
  faults: CellFaults,
  nulls: MissingWords,
): void {
  const { bytes, rows, width, starts, ends } = batch;
  for (let row = 0, slot = position; row < rows; row++, slot += width) {
    const value = nulls.any ? Number.NaN : plainTime(bytes, starts[slot] ?? 0, ends[slot] ?? 0);
    // Two stores, as for numbers: one for both may box every time.
    if (Number.isNaN(value)) out[row] = readText(batch, row, slot, missing, column, faults, nulls);
    else out[row] = value;
  }
}

/** `YYYY-MM-DD`, behind it `Thh:mm` or `Thh:mm:ss` with or without Z; NaN for anything else. */
export function plainTime(bytes: Buffer, at: number, end: number): number {
  const length = end - at;
  if (length < 10 || length > 20 || bytes[at + 4] !== DASH || bytes[at + 7] !== DASH) return Number.NaN;
  const days = daysOf(
    twoDigits(bytes, at) * 100 + twoDigits(bytes, at + 2),
    twoDigits(bytes, at + 5),
    twoDigits(bytes, at + 8),
  );
  if (length === 10) return days * DAY;
  if (bytes[at + 10] !== LETTER_T && bytes[at + 10] !== SPACE) return Number.NaN;
  const clock = bytes[end - 1] === LETTER_Z ? length - 1 : length;
  if ((clock !== 16 && clock !== 19) || bytes[at + 13] !== COLON) return Number.NaN;
  const hour = twoDigits(bytes, at + 11);
  const minute = twoDigits(bytes, at + 14);
  const second = clock === 16 ? 0 : bytes[at + 16] === COLON ? twoDigits(bytes, at + 17) : Number.NaN;
  if (!(hour < 24 && minute < 60 && second < 60)) return Number.NaN;
  return days * DAY + hour * 3600 + minute * 60 + second;
}

/** NaN when they are none. */
function twoDigits(bytes: Buffer, at: number): number {
  const tens = (bytes[at] ?? 0) - 0x30;
  const ones = (bytes[at + 1] ?? 0) - 0x30;
  return tens >>> 0 > 9 || ones >>> 0 > 9 ? Number.NaN : tens * 10 + ones;
}

/** Days since 1970-01-01 in the Gregorian calendar (H. Hinnant, "days_from_civil"); NaN for a day that does not exist. */
function daysOf(year: number, month: number, day: number): number {
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= monthLength(year, month))) return Number.NaN;
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function monthLength(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function readText(
  batch: CellBatch,
  row: number,
  slot: number,
  missing: RejectReason | undefined,
  column: number,
  faults: CellFaults,
  nulls: MissingWords,
): number {
  if (batch.faults[row] !== 0) return Number.NaN;
  const cell = cellText(batch, slot);
  const text = cell.trim();
  if (isMissing(cell) || nulls.isNull(row, text)) {
    if (missing !== undefined) faults.add(row, column, missing);
    return Number.NaN;
  }
  const value = parseTimestamp(text);
  if (value === undefined) faults.add(row, column, 'not-a-timestamp');
  return value ?? Number.NaN;
}
