/** The bytes inside a gzip archive, within limits: a small archive can hold any number of them. */
import { BrokenArchive, type Formats } from '../../ports/formats.ts';
import { UnreadableFile } from './unreadable-file.ts';

export interface UnpackLimits {
  /** Bytes that come out at most. */
  bytes: number;
  /** How many come out for each one of the archive, once `freeBytes` have. Tables seldom shrink below a fiftieth; gzip's own limit is a thousandth. */
  ratio: number;
  freeBytes: number;
}

export const UNPACK_LIMITS: UnpackLimits = { bytes: 4 * 1024 ** 3, ratio: 200, freeBytes: 64 * 1024 ** 2 };

/** @throws UnreadableFile; whatever the source throws */
export async function* unpacked(
  { gunzip }: Formats,
  packed: AsyncIterable<Uint8Array>,
  limits: UnpackLimits = UNPACK_LIMITS,
): AsyncGenerator<Uint8Array> {
  let read = 0;
  let written = 0;
  const counted = async function* () {
    for await (const part of packed) {
      read += part.length;
      // Whoever unpacks asks ahead, and the source may use the memory of a piece again.
      yield Buffer.from(part);
    }
  };
  try {
    for await (const block of gunzip(counted())) {
      written += block.length;
      if (written > limits.bytes)
        throw refused(`the gzip archive holds more than ${limits.bytes} bytes`, 'upload fewer rows');
      if (written > limits.freeBytes && written > limits.ratio * read)
        throw refused(
          `the gzip archive holds more than ${limits.ratio} times its own size`,
          'upload the file as it is, not packed',
        );
      yield block;
    }
  } catch (error) {
    if (!(error instanceof BrokenArchive)) throw error;
    if (error.cut) throw new UnreadableFile('cut', 'the gzip archive ends too early', 'upload the whole file');
    throw refused('the gzip archive is broken', 'pack the file again, or upload it not packed');
  }
}

const refused = (message: string, mend: string): UnreadableFile => new UnreadableFile('archive', message, mend);
