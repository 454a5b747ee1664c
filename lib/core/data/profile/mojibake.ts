/** UTF-8 that was read as Latin-1 or Windows-1252 and written again: `cafÃ©`, `donâ€™t`. */
import { isUtf8 } from 'node:buffer';

/** What Windows-1252 shows for the bytes 80 to 9f; the five it leaves free stand for themselves. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** Whether the characters, taken as bytes, are UTF-8: texts of a language are not, but by rare chance in two letters. */
export function isMojibake(text: string): boolean {
  const bytes = new Uint8Array(text.length);
  let beyond = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const byte = code < 256 ? code : 128 + WINDOWS_1252.indexOf(text[at] ?? '');
    // Not a character of either table: no bytes were read wrong.
    if (byte < 128 && code > 127) return false;
    if (byte > 127) beyond += 1;
    bytes[at] = byte;
  }
  return beyond > 0 && isUtf8(bytes);
}
