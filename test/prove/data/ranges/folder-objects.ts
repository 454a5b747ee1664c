/** Objects as files of a folder, for checks of files that no memory holds. */
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type ObjectAddress, ObjectNotFound, type Objects } from '../../../../lib/core/ports/objects.ts';

/** S3 hands out pieces of about this size. */
const PIECE_BYTES = 64 * 1024;

export function folderObjects(folder: string): Objects {
  const pathOf = ({ bucket, key }: ObjectAddress): string => path.join(folder, bucket, ...key.split('/'));
  const made = async (address: ObjectAddress): Promise<string> => {
    const file = pathOf(address);
    await mkdir(path.dirname(file), { recursive: true });
    return file;
  };
  const found = async <T>(address: ObjectAddress, read: (file: string) => Promise<T>): Promise<T> => {
    try {
      return await read(pathOf(address));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new ObjectNotFound(address);
      throw error;
    }
  };
  const unasked = (): never => {
    throw new Error('the check of an upload never asks for this');
  };
  return {
    head: (address) =>
      found(address, async (file) => ({ size: (await stat(file)).size, etag: 'one', lastModified: new Date(0) })),
    stream: (address, range) =>
      found(address, async (file) => {
        await stat(file);
        if (range && range.from === range.to) return empty();
        const bounds = range ? { start: range.from, end: range.to - 1 } : {};
        return createReadStream(file, { ...bounds, highWaterMark: PIECE_BYTES });
      }),
    text: (address) => found(address, (file) => readFile(file, 'utf8')),
    put: async (address, body) => writeFile(await made(address), body),
    async stage(address) {
      const file = await made(address);
      const begun = `${file}.${process.pid}`;
      const out = await open(begun, 'w');
      return {
        write: (chunk) => out.writeFile(chunk),
        append: (source) => out.writeFile(createReadStream(pathOf(source))),
        async complete() {
          await out.close();
          await rename(begun, file);
        },
        async abort() {
          await out.close();
          await rm(begun, { force: true });
        },
      };
    },
    list: unasked,
    remove: unasked,
    presignPut: unasked,
  };
}

async function* empty(): AsyncGenerator<Uint8Array> {}
