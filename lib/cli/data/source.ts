/** A data file on this machine, read from its beginning as often as a look at it takes. */
import { createReadStream, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { OpenFile } from '../../core/data/file/profile-file.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { Console } from '../output/console.ts';
import { megabytes, progressLine } from '../upload/progress.ts';

export interface DataFile {
  /** As it was named. */
  file: string;
  /** Its last part. */
  name: string;
  bytes: number;
  open: OpenFile;
}

const BLOCK_BYTES = 1024 * 1024;
/** Of a smaller file nobody waits for the bar. */
const WORTH_A_BAR_BYTES = 20_000_000;
const SIGN_OF_LIFE_MS = 60_000;

/** @throws CommandFailure (2) when there is no such file */
export function dataFile(out: Console, file: string, now: () => number = Date.now): DataFile {
  if (!existsSync(file) || !statSync(file).isFile())
    throw new CommandFailure(EXIT.usage, `there is no file ${file}`, 'name a data file that is here');
  const { size: bytes } = statSync(file);
  const name = path.basename(file);
  return {
    file,
    name,
    bytes,
    open: () => (bytes < WORTH_A_BAR_BYTES ? createReadStream(file) : shown(out, { file, name, bytes }, now)),
  };
}

/** The bytes of a file; how far they are is drawn on a terminal, and said once a minute elsewhere. */
async function* shown(
  out: Console,
  { file, name, bytes }: Omit<DataFile, 'open'>,
  now: () => number,
): AsyncGenerator<Buffer> {
  const began = now();
  let said = began;
  let read = 0;
  try {
    for await (const part of createReadStream(file, { highWaterMark: BLOCK_BYTES })) {
      yield part as Buffer;
      read += (part as Buffer).length;
      const line = `reading ${name}  ${progressLine(read, bytes, { from: 0, passedMs: now() - began })}`;
      out.draw(line);
      if (out.live || now() - said < SIGN_OF_LIFE_MS) continue;
      said = now();
      out.say(`reading ${name}: ${megabytes(read)} of ${megabytes(bytes)}`);
    }
  } finally {
    out.settle();
  }
}
