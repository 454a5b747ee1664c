import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';

/**
 * Writes the contents of a folder as tar.gz, paths relative to it. Equal contents give equal bytes: entries are sorted
 * and carry no times, owners or modes of the machine. Links and other special files are left out.
 * @returns the number of files
 */
export async function packFolder(folder: string, archive: string): Promise<number> {
  const files = await filesBelow(folder);
  const tar = pack();
  const written = pipeline(tar, createGzip({ level: 6 }), createWriteStream(archive));
  const filled = (async () => {
    for (const name of files) {
      const path = join(folder, name);
      const { size } = await stat(path);
      const entry = tar.entry({ name, size, mode: 0o644, mtime: new Date(0), uid: 0, gid: 0, uname: '', gname: '' });
      await pipeline(createReadStream(path), entry);
    }
    tar.finalize();
  })();
  await Promise.all([written, filled.catch((error: unknown) => void tar.destroy(error as Error))]);
  return files.length;
}

/** Paths of the regular files below a folder, with slashes, sorted by code unit. A folder that is not there has none. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort((a, b) => (a < b ? -1 : 1));
}
