/** Bytes that are text: UTF-8 without NUL, behind a byte order mark where there is one. */
import { isUtf8 } from 'node:buffer';

export const isText = (bytes: Buffer): boolean => isUtf8(bytes) && !bytes.includes(0);

/** Where the text of a file begins: behind its byte order mark. */
export const behindMark = (head: Uint8Array): number =>
  head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
