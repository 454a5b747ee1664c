/** A data file on this machine, read from its beginning as often as a look at it takes. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { formats } from '../../adapters/formats/formats.ts';
import type { OpenFile } from '../../core/data/file/profile-file.ts';
import { openTable } from '../../core/data/readers/open-table.ts';
import type { ByteSource } from '../../core/ports/byte-source.ts';
import { fileSource } from '../input/file-source.ts';
import { requireFile } from '../input/named-file.ts';
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

/** Of a smaller file nobody waits for the bar. */
const WORTH_A_BAR_BYTES = 20_000_000;
const SIGN_OF_LIFE_MS = 60_000;

/** @throws CommandFailure (2) when there is no such file */
export function dataFile(out: Console, file: string, now: () => number = Date.now): DataFile {
  requireFile(file, 'name a data file: CSV, JSON Lines or Parquet');
  const { size: bytes } = statSync(file);
  const name = path.basename(file);
  const source = fileSource(file);
  return {
    file,
    name,
    bytes,
    open: () => openTable(bytes < WORTH_A_BAR_BYTES ? source : withProgress(out, source, name, now), formats),
  };
}

/** How far the reading of all bytes is, is drawn on a terminal and said once a minute elsewhere. */
function withProgress(out: Console, source: ByteSource, name: string, now: () => number): ByteSource {
  const { size, stream } = source;
  return { size, stream: (range) => (range ? stream(range) : shown(out, source, name, now)) };
}

async function* shown(
  out: Console,
  { size, stream }: ByteSource,
  name: string,
  now: () => number,
): AsyncGenerator<Uint8Array> {
  const began = now();
  let said = began;
  let read = 0;
  try {
    for await (const part of await stream()) {
      yield part;
      read += part.length;
      const line = `reading ${name}  ${progressLine(read, size, { from: 0, passedMs: now() - began })}`;
      out.draw(line);
      if (out.live || now() - said < SIGN_OF_LIFE_MS) continue;
      said = now();
      out.say(`reading ${name}: ${megabytes(read)} of ${megabytes(size)}`);
    }
  } finally {
    out.settle();
  }
}
