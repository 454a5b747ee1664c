/** Writes cells of canonical rows as lines of CSV: comma, LF, one physical line a record, quotes where they are needed. */

const LF: u8 = 0x0a;
const QUOTE: u8 = 0x22;
const COMMA: u8 = 0x2c;
const SPACE: u8 = 0x20;

/** Cells whose line breaks became a space in the last `writeLines`. */
export let flattened: i32 = 0;

/**
 * @param from @param to where each cell begins and ends in `bytes`, `width` of them a row
 * @param sides a byte a row: rows of another side than `side` are left out
 * @param plain a byte a column: whether its cells hold nothing that needs quotes
 * @param out room for the cells, their quotes once more, three bytes a cell, and 32 bytes
 * @returns behind the last line
 */
export function writeLines(
  bytes: usize,
  from: usize,
  to: usize,
  width: i32,
  rows: i32,
  sides: usize,
  side: i32,
  plain: usize,
  first: i32,
  last: i32,
  out: usize,
): usize {
  let at = out;
  flattened = 0;
  for (let row = 0; row < rows; row++) {
    if (<i32>load<u8>(sides + <usize>row) !== side) continue;
    let place = (<usize>(row * width + first)) << 2;
    for (let column = first; column <= last; column++, place += 4) {
      const start = load<i32>(from + place);
      const length = load<i32>(to + place) - start;
      const source = bytes + <usize>start;
      if (column > first) store<u8>(at++, COMMA);
      if (load<u8>(plain + <usize>column) === 0 && isSpecial(source, length)) {
        at = writeSpecial(source, length, at);
        continue;
      }
      for (let i: usize = 0; i < <usize>length; i += 16) v128.store(at + i, v128.load(source + i));
      at += <usize>length;
      // A lone missing cell would be an empty line, which line splitters drop.
      if (first === last && length === 0) {
        store<u8>(at, QUOTE);
        store<u8>(at + 1, QUOTE);
        at += 2;
      }
    }
    store<u8>(at++, LF);
  }
  return at;
}

function isSpecial(source: usize, length: i32): bool {
  const commas = i8x16.splat(COMMA);
  const quotes = i8x16.splat(QUOTE);
  const breaks = i8x16.splat(LF);
  for (let i = 0; i < length; i += 16) {
    const part = v128.load(source + <usize>i);
    const either = v128.or(v128.or(i8x16.eq(part, commas), i8x16.eq(part, quotes)), i8x16.eq(part, breaks));
    const found = i8x16.bitmask(either);
    const left = length - i;
    if ((left < 16 ? found & ((1 << left) - 1) : found) !== 0) return true;
  }
  return false;
}

/** @returns where it ends */
function writeSpecial(source: usize, length: i32, out: usize): usize {
  const end = source + <usize>length;
  let at = out + 1;
  let quoted = false;
  let broken = false;
  for (let place = source; place < end; place++) {
    const byte = load<u8>(place);
    quoted = quoted || byte === COMMA || byte === QUOTE;
    broken = broken || byte === LF;
    if (byte === QUOTE) store<u8>(at++, QUOTE);
    store<u8>(at++, byte === LF ? SPACE : byte);
  }
  flattened += broken ? 1 : 0;
  if (quoted) {
    store<u8>(out, QUOTE);
    store<u8>(at, QUOTE);
    return at + 1;
  }
  memory.copy(out, out + 1, at - out - 1);
  return at - 1;
}

/** How many bytes are quotes. */
export function quotesIn(bytes: usize, length: i32): i32 {
  const quotes = i8x16.splat(QUOTE);
  let found = 0;
  for (let i = 0; i < length; i += 16) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(bytes + <usize>i), quotes));
    const left = length - i;
    found += popcnt(left < 16 ? mask & ((1 << left) - 1) : mask);
  }
  return found;
}
