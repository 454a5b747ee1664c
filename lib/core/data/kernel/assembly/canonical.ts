/** Writes rows as netstrings, cell by cell in a given order: canonical-rows.ts says what a canonical row is. */

const CR: u8 = 0x0d;
const COLON: u8 = 0x3a;
const ZERO: u8 = 0x30;
/** A netstring of nothing. */
const EMPTY: u16 = 0x3a30;
const MISSING = -1;

/** How a column's cells are read, of `KINDS` of canonical-rows.ts. */
const NUMBER = 0;
const TEXT = 1;
const ID = 3;

/** A column of the table: place in the file, place in the contract, kind, and where its values lie, a number of 32 bits each. */
const COLUMN: usize = 16;

/** Where writing stands: the row, the cell in the given order, and how many bytes are written. */
export let canonicalRow: i32 = 0;
export let canonicalCell: i32 = 0;
export let canonicalBytes: i32 = 0;

/**
 * Goes on from where writing stands.
 *
 * @param width cells of a row in the file
 * @param kept rows of the batch, `rows` of them
 * @param columns in the order they are written, `cells` of them, of which the first `features` are features
 * @param out room for all of it, and 32 bytes more
 * @param from @param to where each cell begins and ends in `out`, by row and place in the contract
 * @returns whether it stopped at a cell that is not written as it stands: one with doubled quotes, a CR, or white space
 *   or letters beyond ASCII at its ends. Who writes it moves on behind it.
 */
export function writeCanonical(
  bytes: usize,
  starts: usize,
  ends: usize,
  width: i32,
  kept: usize,
  rows: i32,
  columns: usize,
  cells: i32,
  features: i32,
  out: usize,
  from: usize,
  to: usize,
  rowEnds: usize,
  featureEnds: usize,
): bool {
  let at = out + <usize>canonicalBytes;
  let cell = canonicalCell;
  for (let row = canonicalRow; row < rows; row++) {
    const first = load<i32>(kept + ((<usize>row) << 2)) * width;
    for (; cell < cells; cell++) {
      if (cell === features) store<i32>(featureEnds + ((<usize>row) << 2), <i32>(at - out));
      const column = columns + COLUMN * <usize>cell;
      const place = (<usize>(row * cells + load<i32>(column, 4))) << 2;
      const kind = load<i32>(column, 8);
      if (isMissing(kind, <usize>load<i32>(column, 12), row)) {
        store<u16>(at, EMPTY);
        at += 2;
        store<i32>(from + place, <i32>(at - out));
        store<i32>(to + place, <i32>(at - out));
        continue;
      }
      const slot = (<usize>(first + load<i32>(column))) << 2;
      const start = load<i32>(starts + slot);
      const length = load<i32>(ends + slot) - start;
      const source = bytes + <usize>start;
      if (length < 0 || (length > 0 && isOdd(source, length, kind))) {
        canonicalRow = row;
        canonicalCell = cell;
        canonicalBytes = <i32>(at - out);
        return true;
      }
      at = writeLength(at, length);
      for (let i: usize = 0; i < <usize>length; i += 16) v128.store(at + i, v128.load(source + i));
      store<i32>(from + place, <i32>(at - out));
      at += <usize>length;
      store<i32>(to + place, <i32>(at - out));
    }
    store<i32>(rowEnds + ((<usize>row) << 2), <i32>(at - out));
    cell = 0;
  }
  canonicalBytes = <i32>(at - out);
  return false;
}

function isMissing(kind: i32, values: usize, row: i32): bool {
  if (kind === NUMBER) return isNaN(load<f64>(values + ((<usize>row) << 3)));
  return kind !== ID && load<i32>(values + ((<usize>row) << 2)) === MISSING;
}

function isOdd(source: usize, length: i32, kind: i32): bool {
  if (kind !== TEXT && (isEdge(load<u8>(source)) || isEdge(load<u8>(source + <usize>length - 1)))) return true;
  // Numbers and times hold none.
  return kind !== NUMBER && holdsReturn(source, length);
}

/** Whether it may be white space: nearly no cell begins or ends beyond the visible part of ASCII. */
function isEdge(byte: u8): bool {
  return byte <= 0x20 || byte > 0x7e;
}

function holdsReturn(source: usize, length: i32): bool {
  const returns = i8x16.splat(CR);
  for (let i = 0; i < length; i += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(source + <usize>i), returns));
    const left = length - i;
    if ((left < 16 ? found & ((1 << left) - 1) : found) !== 0) return true;
  }
  return false;
}

/** @returns behind the colon */
function writeLength(at: usize, length: i32): usize {
  if (length < 10) {
    store<u16>(at, EMPTY + <u16>length);
    return at + 2;
  }
  let digits: usize = 2;
  for (let rest = length / 100; rest > 0; rest /= 10) digits += 1;
  let rest = length;
  for (let i = digits; i > 0; i--) {
    store<u8>(at + i - 1, ZERO + <u8>(rest % 10));
    rest /= 10;
  }
  store<u8>(at + digits, COLON);
  return at + digits + 1;
}

/** Bytes of all cells together, as they stand. */
export function cellBytes(starts: usize, ends: usize, cells: i32): i32 {
  let sum = 0;
  const end = starts + ((<usize>cells) << 2);
  for (let start = starts, stop = ends; start < end; start += 4, stop += 4) {
    const to = load<i32>(stop);
    // Doubled quotes: the end is negative, bitwise not.
    sum += (to ^ (to >> 31)) - load<i32>(start);
  }
  return sum;
}
