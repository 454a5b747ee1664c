/**
 * Reads the cells of one column as numbers: equal bit for bit to `parseNumber` and `parseInteger` of their texts, or left
 * to them.
 *
 * Digits are gathered in a whole number. While it and a power of ten are exact doubles, one division or multiplication
 * gives the nearest double (Clinger 1990, "How to read floating point numbers accurately"). Eight bytes are read at once:
 * the point is taken out, and digits are added up in pairs, fours and eights (Lemire 2018, "Quickly parsing eight digits").
 */

const MINUS: u8 = 0x2d;
const PLUS: u8 = 0x2b;
const POINT: u8 = 0x2e;
const ZERO: u8 = 0x30;
/** ASCII letters of both cases, once 0x20 is set. */
const LETTER_E: u8 = 0x65;
const LOWER: u8 = 0x20;

const ZEROS: u64 = 0x3030_3030_3030_3030;
const POINTS: u64 = 0x2e2e_2e2e_2e2e_2e2e;
const ONES: u64 = 0x0101_0101_0101_0101;
const TOPS: u64 = 0x8080_8080_8080_8080;
const HALVES: u64 = 0xf0f0_f0f0_f0f0_f0f0;
const ALL: u64 = 0xffff_ffff_ffff_ffff;

/** From here on doubles no longer hold every whole number. */
const EXACT: u64 = 1 << 53;
/** More digits do not fit 64 bits. */
const MOST_DIGITS = 18;
const MOST_POWER = 22;
/** Powers of ten that a double holds exactly. */
const POWERS: StaticArray<f64> = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22,
];

function power(exponent: i32): f64 {
  return load<f64>(changetype<usize>(POWERS) + ((<usize>exponent) << 3));
}

/** Of at most eight bytes without a sign; NaN when it has to be read otherwise. */
function shortNumber(at: usize, length: i32, whole: bool): f64 {
  const shift = (<u64>(8 - length)) << 3;
  // The first byte lowest; zeros before it.
  let word = (load<u64>(at) << shift) | (~(ALL << shift) & ZEROS);
  let decimals = 0;
  const unlike = word ^ POINTS;
  const point = (unlike - ONES) & ~unlike & TOPS;
  if (point !== 0) {
    if (whole || length === 1) return NaN;
    const bit = ctz(point) & 56;
    decimals = 7 - <i32>(bit >> 3);
    const before: u64 = ((<u64>1) << bit) - 1;
    word = ((word & before) << 8) | <u64>ZERO | (word & ~(before | ((<u64>0xff) << bit)));
  }
  if (((word & HALVES) | (((word + 0x0606_0606_0606_0606) & HALVES) >> 4)) !== 0x3333_3333_3333_3333) return NaN;
  word -= ZEROS;
  word = word * 10 + (word >> 8);
  const first = (word & 0x0000_00ff_0000_00ff) * 0x000f_4240_0000_0064;
  const second = ((word >> 16) & 0x0000_00ff_0000_00ff) * 0x0000_2710_0000_0001;
  const value = <f64>(<u32>((first + second) >> 32));
  return decimals > 0 ? value / power(decimals) : value;
}

/** Without a sign; NaN when it has to go by text. */
function longNumber(start: usize, end: usize, whole: bool): f64 {
  let at = start;
  let gathered: u64 = 0;
  let digits = 0;
  let scale = 0;
  for (; at < end; at++) {
    const digit = load<u8>(at) - ZERO;
    if (digit > 9) break;
    gathered = gathered * 10 + <u64>digit;
    digits += 1;
  }
  if (at < end && load<u8>(at) === POINT && !whole) {
    at += 1;
    const fraction = at;
    for (; at < end; at++) {
      const digit = load<u8>(at) - ZERO;
      if (digit > 9) break;
      gathered = gathered * 10 + <u64>digit;
    }
    scale = -(<i32>(at - fraction));
    digits -= scale;
  }
  if (digits === 0 || digits > MOST_DIGITS || gathered >= EXACT) return NaN;
  if (at < end && !whole && (load<u8>(at) | LOWER) === LETTER_E) {
    at += 1;
    const sign = load<u8>(at);
    if (sign === MINUS || sign === PLUS) at += 1;
    // More than three digits, or none, go by text.
    if (at >= end || end - at > 3) return NaN;
    let exponent = 0;
    for (; at < end; at++) {
      const digit = load<u8>(at) - ZERO;
      if (digit > 9) return NaN;
      exponent = exponent * 10 + <i32>digit;
    }
    scale += sign === MINUS ? -exponent : exponent;
  }
  if (at < end || scale < -MOST_POWER || scale > MOST_POWER) return NaN;
  return scale < 0 ? <f64>gathered / power(-scale) : <f64>gathered * power(scale);
}

/**
 * @param position of the column in the file
 * @param required whether an empty cell has to be looked at
 * @param out a number a row, NaN where there is none, or none yet
 * @param open rows that are not done: no number in the range was read
 * @returns how many are not done
 */
export function readNumbers(
  bytes: usize,
  starts: usize,
  ends: usize,
  rows: i32,
  width: i32,
  position: i32,
  whole: bool,
  least: f64,
  most: f64,
  required: bool,
  out: usize,
  open: usize,
): i32 {
  const step = (<usize>width) << 2;
  let slot = (<usize>position) << 2;
  let left: usize = 0;
  for (let row = 0; row < rows; row++, slot += step) {
    const start = load<i32>(starts + slot);
    let length = load<i32>(ends + slot) - start;
    const place = out + ((<usize>row) << 3);
    if (length === 0 && !required) {
      store<f64>(place, NaN);
      continue;
    }
    let value: f64 = NaN;
    if (length > 0) {
      let at = bytes + <usize>start;
      const negative = load<u8>(at) === MINUS;
      if (negative) {
        at += 1;
        length -= 1;
      }
      if (length > 0 && length <= 8) value = shortNumber(at, length, whole);
      if (isNaN(value)) value = longNumber(at, at + <usize>length, whole);
      if (negative) value = -value;
    }
    store<f64>(place, value);
    if (value >= least && value <= most) continue;
    store<i32>(open + (left << 2), row);
    left += 1;
  }
  return <i32>left;
}
