/** A byte stream as blocks of whole lines, in memory that is used again. */

const LF = 0x0a;

/** Valid until the next one is asked for; until then its bytes may be changed. */
export interface LineBlock {
  readonly bytes: Buffer;
  /** Bytes of lines, each of which ends with LF. 0: here is one line that is longer than the limit, and left out. */
  readonly length: number;
  /** The last line had no LF of its own, for the stream ends with it. */
  readonly unterminated: boolean;
}

/**
 * @param blockBytes smaller pieces are gathered to this
 * @param mostBytes of a line; memory is bounded by four times as much
 */
export async function* lineBlocks(
  source: AsyncIterable<Uint8Array>,
  blockBytes: number,
  mostBytes: number,
): AsyncGenerator<LineBlock> {
  let bytes = Buffer.allocUnsafe(2 * blockBytes);
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

  for await (const part of source) {
    // One byte more than is held: the last line may need its end.
    if (held + part.length >= bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(2 * bytes.length, held + part.length + 1));
      bytes.copy(larger, 0, 0, held);
      bytes = larger;
    }
    bytes.set(part, held);
    held += part.length;
    if (held < wants) continue;
    if (skipping) skip();
    const length = bytes.subarray(0, held).lastIndexOf(LF) + 1;
    if (length > 0) {
      yield { bytes, length, unterminated: false };
      drop(length);
    }
    if (held > mostBytes) {
      yield { bytes, length: 0, unterminated: false };
      held = 0;
      skipping = true;
    }
    // A long line is looked at again when it has doubled, so a few times only.
    wants = Math.max(blockBytes, 2 * held);
  }
  if (skipping) skip();
  if (held === 0) return;
  const unterminated = bytes[held - 1] !== LF;
  if (unterminated) bytes[held++] = LF;
  yield { bytes, length: held, unterminated };
}
