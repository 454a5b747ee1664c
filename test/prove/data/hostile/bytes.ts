/** Bytes of any length, made as they are read: no case costs more memory than a piece. */
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';

export type Bytes = () => AsyncIterable<Uint8Array>;

const PIECE = 64 * 1024;

const concat = (...sources: readonly Bytes[]): Bytes =>
  async function* () {
    for (const source of sources) yield* source();
  };

/** Texts and sources, one behind the other. */
export const joined = (...parts: readonly (string | Uint8Array | Bytes)[]): Bytes =>
  concat(...parts.map((part) => (typeof part === 'function' ? part : once(Buffer.from(part)))));

const once = (bytes: Uint8Array): Bytes =>
  async function* () {
    yield bytes;
  };

/** The same bytes again and again. */
export const repeated = (part: string | Uint8Array, times: number): Bytes =>
  async function* () {
    const one = Buffer.from(part);
    const group = Buffer.concat(Array.from({ length: Math.max(1, Math.floor(PIECE / one.length)) }, () => one));
    let left = one.length * times;
    for (; left >= group.length; left -= group.length) yield group;
    yield group.subarray(0, left);
  };

/** A text for each number from 0 on. */
export const counted = (times: number, part: (i: number) => string): Bytes =>
  async function* () {
    let text = '';
    for (let i = 0; i < times; i++) {
      text += part(i);
      if (text.length < PIECE) continue;
      yield Buffer.from(text);
      text = '';
    }
    yield Buffer.from(text);
  };

export const gzipped = (source: Bytes): Bytes =>
  async function* () {
    yield* Readable.from(source(), { objectMode: false }).pipe(createGzip()) as AsyncIterable<Buffer>;
  };

/** The first bytes of a source. */
export const cutAt = (source: Bytes, most: number): Bytes =>
  async function* () {
    let left = most;
    for await (const piece of source()) {
      yield piece.subarray(0, left);
      left -= piece.length;
      if (left <= 0) return;
    }
  };
