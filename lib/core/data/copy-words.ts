/**
 * Short cells are copied four bytes at a time: a call of `Buffer.copy` costs more than they do. Up to three bytes behind a
 * cell are copied with it, so both sides need as many more.
 */
export const BEHIND = 3;

/** Longer ones are copied natively. */
export const SHORT = 64;

export function copyWords(from: DataView, start: number, length: number, to: DataView, at: number): void {
  for (let i = 0; i < length; i += 4) to.setInt32(at + i, from.getInt32(start + i, true), true);
}

export const viewOf = (bytes: Buffer): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
