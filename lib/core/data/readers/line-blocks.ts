/** A byte stream as blocks of whole lines, in memory that is used again. */

import { type Arena, takeArena } from '../kernel/arena.ts';

const LF = 0x0a;

/** Valid until the next one is asked for; until then its bytes may be changed. */
export interface LineBlock {
  /** Where the bytes lie. */
  readonly arena: Arena;
  readonly bytes: Buffer;
  /** Bytes of lines, each of which ends with LF. 0: here is one line that is longer than the limit, and left out. */
  readonly length: number;
  /** The last line had no LF of its own, for the stream ends with it. */
  readonly unterminated: boolean;
}

/**
 * @param blockBytes smaller pieces are gathered to this
 * @param mostBytes of a line; memory is bounded by twice as much
 */
export async function* lineBlocks(
  source: AsyncIterable<Uint8Array>,
  blockBytes: number,
  mostBytes: number,
): AsyncGenerator<LineBlock> {
  const arena = takeArena();
  try {
    let bytes = arena.window(2 * blockBytes);
    let held = 0;
    let wants = blockBytes;
    /** Inside a line that is given up, up to its end. */
    let skipping = false;

    const drop = (length: number): void => {
      bytes.copyWithin(0, length, held);
      held -= length;
    };
    const skip = (): void => {
      const end = bytes.subarray(0, held).indexOf(LF);
      drop(end === -1 ? held : end + 1);
      if (end !== -1) skipping = false;
    };

    for await (const part of source)
      for (let taken = 0; taken < part.length; ) {
        const piece = part.subarray(taken, taken + blockBytes);
        taken += piece.length;
        // One byte more than is held: the last line may need its end.
        const needed = held + piece.length + 1;
        if (needed > bytes.length)
          bytes = arena.window(Math.max(needed, Math.min(2 * bytes.length, mostBytes + 2 * blockBytes)));
        bytes.set(piece, held);
        held += piece.length;
        if (held < wants) continue;
        if (skipping) skip();
        const length = bytes.subarray(0, held).lastIndexOf(LF) + 1;
        if (length > 0) {
          yield { arena, bytes, length, unterminated: false };
          drop(length);
        }
        if (held > mostBytes) {
          yield { arena, bytes, length: 0, unterminated: false };
          held = 0;
          skipping = true;
        }
        // A long line is looked at again when it has doubled, so a few times only.
        wants = Math.max(blockBytes, Math.min(2 * held, mostBytes + 1));
      }
    if (skipping) skip();
    if (held === 0) return;
    const unterminated = bytes[held - 1] !== LF;
    if (unterminated) bytes[held++] = LF;
    yield { arena, bytes, length: held, unterminated };
  } finally {
    arena.release();
  }
}
