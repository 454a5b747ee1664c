/**
 * Reads the cells of one column as numbers: equal bit for bit to `parseNumber` and `parseInteger` of their texts, or left
 * to them.
 *
 * Digits are gathered in a whole number. While it and a power of ten are exact doubles, one division or multiplication
 * gives the nearest double (Clinger 1990, "How to read floating point numbers accurately"). Eight bytes are read at once:
 * the point is taken out, and digits are added up in pairs, fours and eights (Lemire 2018, "Quickly parsing eight digits").
 * Most columns have as many decimals in each cell, so the point is looked for where it was in the cell before.
 */

const MINUS: u8 = 0x2d;
const PLUS: u8 = 0x2b;
const POINT: u8 = 0x2e;
const ZERO: u8 = 0x30;
/** ASCII letters of both cases, once 0x20 is set. */
const LETTER_E: u8 = 0x65;
const LOWER: u8 = 0x20;

const ZEROS: u64 = 0x3030_3030_3030_3030;
const ONES: u64 = 0x0101_0101_0101_0101;
const TOPS: u64 = 0x8080_8080_8080_8080;
/** Added to a byte it sets the highest bit of all but 0 to 9. */
const BEYOND_NINE: u64 = 0x7676_7676_7676_7676;
/** As a digit is one: POINT ^ ZERO. */
const POINT_DIGIT: u64 = 0x1e;
const POINT_DIGITS: u64 = 0x1e1e_1e1e_1e1e_1e1e;

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

const NO_POINT: u64 = 64;

/** Where the point of eight digits is, as a bit of its byte; none where no digit follows. */
function pointOf(digits: u64): u64 {
  const unlike = digits ^ POINT_DIGITS;
  const bit = ctz((unlike - ONES) & ~unlike & TOPS) & ~7;
  return bit < 56 ? bit : NO_POINT;
}

/** The bytes before a point. */
function before(point: u64): u64 {
  return point === NO_POINT ? 0 : ((<u64>1) << point) - 1;
}

/** The byte of a point, filled. */
function at(point: u64, byte: u64): u64 {
  return point === NO_POINT ? 0 : byte << point;
}

function divisorOf(point: u64): f64 {
  return point === NO_POINT ? 1 : power(7 - <i32>(point >> 3));
}

/** The last eight bytes of a cell as digits, zeros before the first one. @param length 1 to 8 */
function digitsOf(at: usize, length: i32): u64 {
  return (load<u64>(at) ^ ZEROS) << (<u64>-(length << 3));
}

/** NaN when they are no digits. */
function shortNumber(digits: u64, point: u64): f64 {
  const front = before(point);
  const word = ((digits & front) << 8) | (digits & ~(front | at(point, 0xff)));
  if ((((word + BEYOND_NINE) | word) & TOPS) !== 0) return NaN;
  const pairs = word * 10 + (word >> 8);
  const first = (pairs & 0x0000_00ff_0000_00ff) * 0x000f_4240_0000_0064;
  const second = ((pairs >> 16) & 0x0000_00ff_0000_00ff) * 0x0000_2710_0000_0001;
  return <f64>(<u32>((first + second) >> 32)) / divisorOf(point);
}

/** Of two numbers, by which of them is negative. */
const SIGNS: StaticArray<f64> = [0, 0, -0.0, 0, 0, -0.0, -0.0, -0.0];

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
  const toEnd = ends - starts;
  const firstSlot = starts + ((<usize>position) << 2);
  const outEnd = out + ((<usize>rows) << 3);
  const leasts = f64x2.splat(least);
  const mosts = f64x2.splat(most);
  let point = NO_POINT;
  let left = open;
  let slot = firstSlot;
  let place = out;
  for (;;) {
    // Two numbers of up to eight bytes at once, with the point where it was before.
    const front = i64x2.splat(before(point));
    const pointByte = i64x2.splat(at(point, 0xff));
    const points = i64x2.splat(at(point, POINT_DIGIT));
    const behind = v128.not(v128.or(front, pointByte));
    const divisors = f64x2.splat(divisorOf(point));
    for (; place + 8 < outEnd; place += 16, slot += 2 * step) {
      let one = bytes + <usize>load<i32>(slot);
      let oneLength = load<i32>(slot + toEnd) - load<i32>(slot);
      let two = bytes + <usize>load<i32>(slot + step);
      let twoLength = load<i32>(slot + step + toEnd) - load<i32>(slot + step);
      // No branch: signs cannot be foretold.
      const oneSign = <i32>(load<u8>(one) === MINUS);
      const twoSign = <i32>(load<u8>(two) === MINUS);
      one += oneSign;
      two += twoSign;
      oneLength -= oneSign;
      twoLength -= twoSign;
      if (<u32>((oneLength - 1) | (twoLength - 1)) >= 8) break;
      const digits = i64x2.replace_lane(i64x2.splat(digitsOf(one, oneLength)), 1, digitsOf(two, twoLength));
      const word = v128.or(i64x2.shl(v128.and(digits, front), 8), v128.and(digits, behind));
      const odd = v128.or(i8x16.sub_sat_u(word, i8x16.splat(9)), v128.xor(v128.and(digits, pointByte), points));
      if (v128.any_true(odd)) break;
      const pairs = v128.and(i16x8.add(i16x8.mul(word, i16x8.splat(10)), i16x8.shr_u(word, 8)), i16x8.splat(0xff));
      const fours = i32x4.dot_i16x8_s(pairs, i32x4.splat(0x0001_0064));
      const eights = i32x4.dot_i16x8_s(i16x8.narrow_i32x4_s(fours, fours), i32x4.splat(0x0001_2710));
      const signs = v128.load(changetype<usize>(SIGNS) + ((<usize>(oneSign + 2 * twoSign)) << 4));
      const values = v128.or(f64x2.div(f64x2.convert_low_i32x4_s(eights), divisors), signs);
      v128.store(place, values);
      if (v128.any_true(v128.or(f64x2.lt(values, leasts), f64x2.gt(values, mosts)))) break;
    }
    if (place >= outEnd) break;
    const until = min(place + 16, outEnd);
    for (; place < until; place += 8, slot += step) {
      let from = bytes + <usize>load<i32>(slot);
      let length = load<i32>(slot + toEnd) - load<i32>(slot);
      if (length === 0 && !required) {
        store<f64>(place, NaN);
        continue;
      }
      let value: f64 = NaN;
      const negative = load<u8>(from) === MINUS;
      if (negative) {
        from += 1;
        length -= 1;
      }
      if (<u32>(length - 1) < 8) {
        const digits = digitsOf(from, length);
        const found = whole ? NO_POINT : pointOf(digits);
        value = shortNumber(digits, found);
        if (negative) value = -value;
        if (!isNaN(value)) point = found;
      }
      store<f64>(place, value);
      if (value >= least && value <= most) continue;
      store<i32>(left, <i32>((place - out) >> 3));
      left += 4;
    }
  }
  return readOthers(bytes, firstSlot, toEnd, step, whole, least, most, out, open, left);
}

/** Those of the open rows that are longer, or written otherwise. @returns how many are still open */
function readOthers(
  bytes: usize,
  slots: usize,
  toEnd: usize,
  step: usize,
  whole: bool,
  least: f64,
  most: f64,
  out: usize,
  open: usize,
  openEnd: usize,
): i32 {
  let left = open;
  for (let from = open; from < openEnd; from += 4) {
    const row = load<i32>(from);
    const slot = slots + step * <usize>row;
    const start = load<i32>(slot);
    const end = load<i32>(slot + toEnd);
    let value: f64 = NaN;
    if (end > start) {
      const at = bytes + <usize>start;
      const negative = load<u8>(at) === MINUS;
      value = longNumber(negative ? at + 1 : at, bytes + <usize>end, whole);
      if (negative) value = -value;
    }
    store<f64>(out + ((<usize>row) << 3), value);
    if (value >= least && value <= most) continue;
    store<i32>(left, row);
    left += 4;
  }
  return <i32>((left - open) >> 2);
}
