/** Bytes at rest: a file or an object, read from its beginning or anywhere within it, as often as needed. */
import type { ByteRange } from './objects.ts';

export interface ByteSource {
  size: number;
  /** All bytes, or those of the range. A piece is valid until the next one is asked for: its memory may be used again. */
  stream(range?: ByteRange): AsyncIterable<Uint8Array> | Promise<AsyncIterable<Uint8Array>>;
}
