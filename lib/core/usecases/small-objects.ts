/**
 * Many small objects in their order, some of them at once: one after the other, a function's seconds would be spent
 * waiting. What is held at once is bounded, however many there are.
 */
import type { Objects } from '../ports/objects.ts';

const AT_ONCE = 32;
const MOST_BYTES_AT_ONCE = 16 * 1024 * 1024;
/** A larger one is read as it comes, when it is its turn. */
const LARGE_BYTES = 4 * 1024 * 1024;

export interface SmallObject {
  key: string;
  size: number;
}

/** The first of them, as many as hold no more bytes together. */
export function firstWithin<O extends SmallObject>(files: readonly O[], mostBytes: number): O[] {
  const first: O[] = [];
  let bytes = 0;
  for (const file of files) {
    bytes += file.size;
    if (bytes > mostBytes) break;
    first.push(file);
  }
  return first;
}

export async function* textsOf<O extends SmallObject>(
  objects: Objects,
  bucket: string,
  files: readonly O[],
): AsyncGenerator<{ file: O; text: string }> {
  for await (const { file, loaded } of inTurn(files, ({ key }) => objects.text({ bucket, key })))
    yield { file, text: loaded };
}

/** Their bytes; a large one is not held. */
export async function* piecesOf<O extends SmallObject>(
  objects: Objects,
  bucket: string,
  files: readonly O[],
): AsyncGenerator<{ file: O; pieces: AsyncIterable<Uint8Array> }> {
  const isLarge = ({ size }: O): boolean => size > LARGE_BYTES;
  const load = async (file: O) =>
    isLarge(file) ? undefined : gathered(await objects.stream({ bucket, key: file.key }));
  for await (const { file, loaded } of inTurn(files, load, (file) => (isLarge(file) ? 0 : file.size)))
    yield { file, pieces: loaded ? each(loaded) : await objects.stream({ bucket, key: file.key }) };
}

async function gathered<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

/** What is loaded ahead of who takes it: at most 32 objects, and 16 MB of them or one. */
async function* inTurn<O extends SmallObject, T>(
  files: readonly O[],
  load: (file: O) => Promise<T>,
  bytesOf: (file: O) => number = ({ size }) => size,
): AsyncGenerator<{ file: O; loaded: T }> {
  const loading: { file: O; loaded: Promise<T> }[] = [];
  let held = 0;
  let next = 0;
  const hasRoomFor = (file: O): boolean =>
    loading.length === 0 || (loading.length < AT_ONCE && held + bytesOf(file) <= MOST_BYTES_AT_ONCE);
  for (;;) {
    for (let file = files[next]; file && hasRoomFor(file); file = files[++next]) {
      const loaded = load(file);
      // Whoever waits for it gets the error; while nobody does, it must not end the process.
      loaded.catch(() => {});
      loading.push({ file, loaded });
      held += bytesOf(file);
    }
    const first = loading.shift();
    if (!first) return;
    yield { file: first.file, loaded: await first.loaded };
    held -= bytesOf(first.file);
  }
}
