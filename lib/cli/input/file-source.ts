/** A file on this machine as bytes at rest. */
import { statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { ByteSource } from '../../core/ports/byte-source.ts';
import type { ByteRange } from '../../core/ports/objects.ts';

const BLOCK_BYTES = 256 * 1024;

export const fileSource = (file: string): ByteSource => ({
  size: statSync(file).size,
  stream: (range) => piecesOf(file, range),
});

/** All in one piece of memory: a stream of a gigabyte would make 4,000 of them. */
async function* piecesOf(file: string, range?: ByteRange): AsyncGenerator<Uint8Array> {
  const memory = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  const opened = await open(file);
  try {
    const to = range?.to ?? Number.POSITIVE_INFINITY;
    for (let at = range?.from ?? 0; at < to; ) {
      const { bytesRead } = await opened.read(memory, 0, Math.min(BLOCK_BYTES, to - at), at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield memory.subarray(0, bytesRead);
    }
  } finally {
    await opened.close();
  }
}
