/** A file as our engines are given it in the bench. */
import { open } from 'node:fs/promises';

/** In one piece of memory, since readers copy what they are given: a stream of a gigabyte would make 4,000 of 256 kB. */
export async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  const memory = Buffer.alloc(256 * 1024);
  const file = await open(path);
  try {
    for (;;) {
      const { bytesRead } = await file.read(memory);
      if (bytesRead === 0) return;
      yield memory.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
