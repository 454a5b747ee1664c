/** A window that moves over a stream of bytes: readers look at one stretch of memory, whatever pieces the stream comes in. */
import { type Arena, takeArena } from '../kernel/arena.ts';

export interface ByteWindow {
  /** Of these, `[from, end)` are not read yet. One byte more than `end` may be written by the reader, as a sentinel. */
  readonly bytes: Buffer;
  /** Where the bytes lie. */
  readonly arena: Arena;
  /** Where the reader stands; it moves this on. */
  from: number;
  readonly end: number;
  /** Whether the stream ends where the bytes end. */
  readonly final: boolean;
  /** Waits for `wanted` bytes from `from` on, or the end of the stream. What was read before is overwritten. */
  more(wanted: number): Promise<void>;
  /** Lets go of the stream, and of the memory. */
  close(): Promise<void>;
}

/** @param size bytes to begin with: it grows to what is wanted at once */
export function byteWindow(source: AsyncIterable<Uint8Array>, size: number): ByteWindow {
  const parts = source[Symbol.asyncIterator]();
  /** The piece that did not fit whole. */
  let pending: Uint8Array = new Uint8Array(0);
  let ended = false;

  const arena = takeArena();
  const window = {
    arena,
    bytes: arena.window(size + 1),
    from: 0,
    end: 0,
    final: false,
    async more(wanted: number): Promise<void> {
      makeRoom(wanted);
      while (window.end - window.from < wanted && !window.final) {
        if (pending.length === 0 && !ended) {
          const { value, done } = await parts.next();
          if (done) ended = true;
          else pending = value;
        }
        const taken = Math.min(pending.length, window.bytes.length - 1 - window.end);
        window.bytes.set(taken === pending.length ? pending : pending.subarray(0, taken), window.end);
        window.end += taken;
        pending = pending.subarray(taken);
        window.final = ended && pending.length === 0;
      }
    },
    async close(): Promise<void> {
      arena.release();
      await parts.return?.();
    },
  };

  function makeRoom(wanted: number): void {
    const { from, end } = window;
    if (wanted + 1 > window.bytes.length) window.bytes = arena.window(wanted + 1);
    window.bytes.copyWithin(0, from, end);
    window.end = end - from;
    window.from = 0;
  }

  return window;
}
