/** Byte sources for the tests. */
import type { ByteSource } from '../../../../lib/core/ports/byte-source.ts';

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The bytes in pieces of the given sizes, over and over. */
export async function* pieces(bytes: Uint8Array, sizes: readonly number[] = [1 << 16]): AsyncGenerator<Uint8Array> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = Math.max(1, sizes[i % sizes.length] ?? 1);
    yield bytes.slice(at, at + size);
    at += size;
  }
}

/** Bytes at rest, whose stream comes in pieces of the given sizes. */
export const byteSource = (content: string | Uint8Array, sizes?: readonly number[]): ByteSource => {
  const bytes = typeof content === 'string' ? bytesOf(content) : content;
  return { size: bytes.length, stream: (range) => pieces(range ? bytes.subarray(range.from, range.to) : bytes, sizes) };
};
