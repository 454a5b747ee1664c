/**
 * Where a dataset is cut into chunks. A border depends on the rows before it and on nothing else, neither on files nor on
 * where counting began, so a row that is changed, put in or left out moves the borders around it only (content-defined
 * chunking; the rolling sum is the gear hash of Xia et al., "Ddelta", 2014, over rows instead of bytes).
 */

/** Chunks are of 64 KB on average, whatever the length of a row. */
const MEAN_BYTES = 65_536;
/** Bytes since the last place that could have been a border: rows that repeat do not each end a chunk. */
const LEAST_BYTES = 4_096;
/** Rows a border depends on: as many as the sum has bits, for each row moves the earlier ones out by one. */
export const WINDOW_ROWS = 32;
/** A row's place in the sum is told by at most this many words of 4 bytes. */
const WORDS = 16;
const STRONGEST = 31;

/** What the next border depends on, besides the rows to come. */
export interface BorderState {
  /** Sum over the last rows. */
  sum: number;
  /** Bytes since the last place that could have been a border. */
  since: number;
}

export interface Borders {
  /**
   * Takes the row at `bytes[from .. to)`.
   * @returns -1 where the chunk goes on, else how strong the border behind the row is: 0 to 31, half as many at each step
   */
  next(bytes: DataView, from: number, to: number): number;
  readonly state: BorderState;
}

export const START: BorderState = { sum: 0, since: 0 };

export function borders(start: BorderState = START): Borders {
  let { sum, since } = start;
  return {
    next(bytes, from, to) {
      const length = to - from;
      sum = ((sum << 1) + rowWord(bytes, from, to)) | 0;
      since += length;
      // A row is a candidate with a probability in proportion to its length.
      const limit = length < MEAN_BYTES ? length * (2 ** 32 / MEAN_BYTES) : 2 ** 32;
      const value = sum >>> 0;
      if (value >= limit) return -1;
      const far = since >= LEAST_BYTES;
      since = 0;
      return far ? strength(value, limit) : -1;
    },
    get state() {
      return { sum, since };
    },
  };
}

function strength(value: number, limit: number): number {
  let steps = 0;
  while (steps < STRONGEST && value < limit / 2 ** (steps + 1)) steps += 1;
  return steps;
}

/** 32 bits told by the row's length and words spread evenly over it, the last one among them (multiply and shift of MurmurHash2, A. Appleby). */
function rowWord(bytes: DataView, from: number, to: number): number {
  const length = to - from;
  let word = 0x9747b28c ^ length;
  if (length < 4) {
    for (let at = from; at < to; at++) word = Math.imul(word ^ bytes.getUint8(at), 0x5bd1e995);
  } else {
    const last = to - 4;
    const step = length <= 4 * WORDS ? 4 : Math.floor(length / WORDS);
    for (let at = from; at < last; at += step) {
      word = Math.imul(word ^ bytes.getInt32(at, true), 0x5bd1e995);
      word ^= word >>> 15;
    }
    word = Math.imul(word ^ bytes.getInt32(last, true), 0x5bd1e995);
  }
  word ^= word >>> 13;
  word = Math.imul(word, 0x5bd1e995);
  return word ^ (word >>> 15);
}
