/** gzip by Node's zlib, which unpacks on a thread of its own. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { BrokenArchive, type Formats } from '../../core/ports/formats.ts';

const BLOCK_BYTES = 128 * 1024;
/** zlib's word for an input that ends too early. */
const CUT = 'Z_BUF_ERROR';

export const gunzip: Formats['gunzip'] = async function* (packed) {
  const unzip = createGunzip({ chunkSize: BLOCK_BYTES });
  const source = Readable.from(packed, { objectMode: false });
  // It ends when the blocks do; what went wrong is told by their end as well.
  const ended = pipeline(source, unzip).catch((error: unknown) => error);
  try {
    for await (const block of unzip) yield block as Buffer;
  } catch (error) {
    throw brokenOf(error);
  } finally {
    unzip.destroy();
    await ended;
  }
};

function brokenOf(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('Z_') ? new BrokenArchive(code === CUT, { cause: error }) : error;
}
