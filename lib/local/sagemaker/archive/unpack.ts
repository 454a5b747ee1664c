import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { pathBelow } from './path-below.ts';

/**
 * Extracts a tar.gz into a folder. Only files and folders: links could lead out of it.
 * @throws Error when it is not a tar.gz, or holds a link or a path that leads out
 */
export async function unpackInto(archive: Readable, folder: string): Promise<void> {
  const entries = extract();
  const read = pipeline(archive, createGunzip(), entries);
  // The loop below sees the same failure first; here it only must not count as unhandled.
  read.catch(() => {});
  for await (const entry of entries) {
    const { name, type } = entry.header;
    if (type === 'directory') {
      await mkdir(pathBelow(folder, name), { recursive: true });
      entry.resume();
    } else if (type === 'file' || type === 'contiguous-file') {
      const path = pathBelow(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await pipeline(entry, createWriteStream(path));
    } else {
      throw new Error(`the archive holds ${name}, a ${type}; only files and folders are taken`);
    }
  }
  await read;
}
