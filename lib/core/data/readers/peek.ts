/** Looks at the beginning of a byte stream without taking it away. */

export interface Peeked {
  /** Fewer than were asked for when the stream is shorter. */
  head: Uint8Array;
  /** The whole stream, the head first. */
  whole: AsyncIterable<Uint8Array>;
  /** Lets go of the stream. */
  close(): Promise<void>;
}

export async function peek(source: AsyncIterable<Uint8Array>, wanted: number): Promise<Peeked> {
  const rest = source[Symbol.asyncIterator]();
  const close = async (): Promise<void> => {
    await rest.return?.();
  };
  const parts: Uint8Array[] = [];
  let held = 0;
  while (held < wanted) {
    const { value, done } = await rest.next();
    if (done) break;
    parts.push(Buffer.from(value));
    held += value.length;
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    try {
      yield* parts;
      for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
    } finally {
      await close();
    }
  }
  return { head: Buffer.concat(parts).subarray(0, wanted), whole: whole(), close };
}
