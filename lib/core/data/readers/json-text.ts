/** Texts of JSON (RFC 8259): a string between its quotes is made plain UTF-8 where it lies, for that is never longer. */

const BACKSLASH = 0x5c;
const LEAST_PRINTABLE = 0x20;

/** The bytes behind a backslash that stand for one byte. */
const SHORT = new Uint8Array(256);
for (const [letter, byte] of [
  ['"', 0x22],
  ['\\', BACKSLASH],
  ['/', 0x2f],
  ['b', 0x08],
  ['f', 0x0c],
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
] as const)
  SHORT[letter.charCodeAt(0)] = byte;

/** What is no text: an escape or control character JSON does not know; or NUL or half a surrogate pair, which UTF-8 cells cannot hold. */
export type TextFault = 'broken-json' | 'not-utf8';

export interface DecodedText {
  /** Behind the last byte of the plain text. */
  end: number;
  /** Index of the closing quote, or of the byte that is at fault. */
  close: number;
  fault: TextFault | undefined;
}

/**
 * Decodes the rest of a string in place.
 *
 * @param at its first backslash; the bytes must hold a control character (such as the line end) behind it
 */
export function decodeText(bytes: Buffer, at: number): DecodedText {
  let from = at;
  let to = at;
  let fault: TextFault | undefined;
  for (;;) {
    const byte = bytes[from] as number;
    if (byte === 0x22 || byte < LEAST_PRINTABLE)
      return { end: to, close: from, fault: byte === 0x22 ? fault : 'broken-json' };
    from += 1;
    if (byte !== BACKSLASH) {
      bytes[to++] = byte;
      continue;
    }
    const letter = bytes[from] as number;
    const short = SHORT[letter] as number;
    if (short !== 0) {
      bytes[to++] = short;
      from += 1;
      continue;
    }
    const unit = letter === 0x75 ? codeUnit(bytes, from + 1) : -1;
    if (unit === -1) return { end: to, close: from, fault: 'broken-json' };
    from += 5;
    let point = unit;
    if ((unit & 0xf800) === 0xd800) {
      const low = bytes[from] === BACKSLASH && bytes[from + 1] === 0x75 ? codeUnit(bytes, from + 2) : -1;
      const pair = unit < 0xdc00 && (low & 0xfc00) === 0xdc00;
      if (!pair) fault = 'not-utf8';
      else {
        point = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        from += 6;
      }
    }
    if (point === 0) fault = 'not-utf8';
    to = writeUtf8(bytes, to, point);
  }
}

/** Four hexadecimal digits, -1 when they are not. */
function codeUnit(bytes: Buffer, at: number): number {
  let unit = 0;
  for (let index = at; index < at + 4; index++) {
    const byte = bytes[index] as number;
    const lower = byte | 0x20;
    const digit = byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
    if (digit === -1) return -1;
    unit = (unit << 4) | digit;
  }
  return unit;
}

function writeUtf8(bytes: Buffer, at: number, point: number): number {
  let to = at;
  if (point < 0x80) bytes[to++] = point;
  else if (point < 0x800) {
    bytes[to++] = 0xc0 | (point >> 6);
    bytes[to++] = 0x80 | (point & 0x3f);
  } else {
    if (point < 0x10000) bytes[to++] = 0xe0 | (point >> 12);
    else {
      bytes[to++] = 0xf0 | (point >> 18);
      bytes[to++] = 0x80 | ((point >> 12) & 0x3f);
    }
    bytes[to++] = 0x80 | ((point >> 6) & 0x3f);
    bytes[to++] = 0x80 | (point & 0x3f);
  }
  return to;
}
