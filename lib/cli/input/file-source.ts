/** A file on this machine as bytes at rest. */
import { createReadStream, statSync } from 'node:fs';
import type { ByteSource } from '../../core/ports/byte-source.ts';

const BLOCK_BYTES = 256 * 1024;

export const fileSource = (file: string): ByteSource => ({
  size: statSync(file).size,
  stream: (range) =>
    createReadStream(file, {
      highWaterMark: BLOCK_BYTES,
      ...(range ? { start: range.from, end: range.to - 1 } : {}),
    }),
});
