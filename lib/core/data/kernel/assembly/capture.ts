/**
 * Finds the cells of a CSV row within a JSON string, as captured records hold them: a quote is written `\"`, a line end
 * `\n` or `\r\n`, with real backslashes.
 */

const QUOTE: u8 = 0x22;
const COMMA: u8 = 0x2c;
const BACKSLASH: u8 = 0x5c;
const LEAST_PRINTABLE: u8 = 0x20;

/** Cells of the last row that hold doubled quotes. */
export let captureDoubled: i32 = 0;

/** A bit for each of 16 bytes at which a cell without quotes ends. */
function endsOf(at: usize): i32 {
  const bytes = v128.load(at);
  const controls = i8x16.lt_u(bytes, i8x16.splat(0x20));
  const quotes = i8x16.eq(bytes, i8x16.splat(0x22));
  const commas = i8x16.eq(bytes, i8x16.splat(0x2c));
  const backslashes = i8x16.eq(bytes, i8x16.splat(0x5c));
  return i8x16.bitmask(v128.or(v128.or(controls, quotes), v128.or(commas, backslashes)));
}

/**
 * @param bytes with a control character behind the record; 15 more are read
 * @param from where the row begins
 * @param first where the places of its first cell are written, in `starts` and `ends`
 * @param doubled room for `width` places of cells
 * @returns where the last cell ends, behind its quotes; -1 for what needs a closer look
 */
export function captureRow(
  bytes: usize,
  from: i32,
  width: i32,
  starts: usize,
  ends: usize,
  first: i32,
  doubled: usize,
): i32 {
  captureDoubled = 0;
  let at = bytes + <usize>from;
  let slot = (<usize>first) << 2;
  for (let column = 0; ; slot += 4) {
    let begin = at;
    let end: usize;
    if (load<u8>(at) === BACKSLASH && load<u8>(at, 1) === QUOTE) {
      begin += 2;
      end = begin;
      let hasQuotes = false;
      for (;;) {
        const byte = load<u8>(end);
        if (byte === QUOTE || byte < LEAST_PRINTABLE) return -1;
        if (byte !== BACKSLASH) {
          end += 1;
          continue;
        }
        if (load<u8>(end, 1) !== QUOTE) return -1;
        if (load<u8>(end, 2) !== BACKSLASH || load<u8>(end, 3) !== QUOTE) break;
        hasQuotes = true;
        end += 4;
      }
      if (hasQuotes) {
        store<i32>(doubled + ((<usize>captureDoubled) << 2), <i32>(slot >> 2));
        captureDoubled += 1;
      }
      at = end + 2;
    } else {
      let found = endsOf(at);
      while (found === 0) {
        at += 16;
        found = endsOf(at);
      }
      at += <usize>ctz(found);
      end = at;
    }
    store<i32>(starts + slot, <i32>(begin - bytes));
    store<i32>(ends + slot, <i32>(end - bytes));
    column += 1;
    if (load<u8>(at) !== COMMA) return column === width ? <i32>(at - bytes) : -1;
    // One cell too many.
    if (column === width) break;
    at += 1;
  }
  return -1;
}
