/** The values of unique columns, range by range: which of them an earlier range had. Hashes stand for values (repeats.ts). */
import { hashSet } from '../hash-set.ts';

export type Hashes = BigUint64Array<ArrayBuffer>;

/** Hashes are compared a stretch at a time, of so many by their highest bits. */
export const STRETCHES = 1024;
const HIGHEST_BITS = 10;

/** Different hashes that are held at once: with their table 64 MiB. */
const MOST_AT_ONCE = 4 * 1024 * 1024;

/** @param rising hashes @returns how many there are up to the end of each stretch */
export function stretchEnds(rising: Hashes): Int32Array<ArrayBuffer> {
  const ends = new Int32Array(STRETCHES);
  const halves = new Uint32Array(rising.buffer, rising.byteOffset, 2 * rising.length);
  for (let i = 1; i < halves.length; i += 2) {
    const stretch = (halves[i] ?? 0) >>> (32 - HIGHEST_BITS);
    ends[stretch] = (ends[stretch] ?? 0) + 1;
  }
  for (let stretch = 1; stretch < STRETCHES; stretch++) ends[stretch] = (ends[stretch] ?? 0) + (ends[stretch - 1] ?? 0);
  return ends;
}

/** Neighbouring stretches that are compared at once, `[from, to)`. */
export interface StretchGroup {
  from: number;
  to: number;
  /** Hashes of all ranges. */
  count: number;
}

/** As few groups as memory allows. @param ends of each range */
export function stretchGroups(ends: readonly Int32Array[], most = MOST_AT_ONCE): StretchGroup[] {
  const groups: StretchGroup[] = [];
  for (let stretch = 0; stretch < STRETCHES; stretch++) {
    const count = ends.reduce((sum, each) => sum + (each[stretch] ?? 0) - beginOf(each, stretch), 0);
    const last = groups.at(-1);
    if (last && last.count + count <= most) {
      last.to = stretch + 1;
      last.count += count;
    } else groups.push({ from: stretch, to: stretch + 1, count });
  }
  return groups;
}

/** Where a stretch begins among the hashes of a range. */
export const beginOf = (ends: Int32Array, stretch: number): number => (stretch === 0 ? 0 : (ends[stretch - 1] ?? 0));

/** Tells hashes of later ranges that an earlier one had. @param count of all ranges together, at most */
export function cameBefore(count: number): (ofRange: Hashes) => Hashes {
  const seen = hashSet(2 ** Math.ceil(Math.log2(Math.max(2, count) / 0.75)));
  return (ofRange) => {
    const halves = new Uint32Array(ofRange.buffer, ofRange.byteOffset, 2 * ofRange.length);
    const found = new Uint32Array(halves.length);
    let to = 0;
    for (let at = 0; at < halves.length; at += 2) {
      const [low = 0, high = 0] = [halves[at], halves[at + 1]];
      if (seen.add(low, high)) continue;
      found[to++] = low;
      found[to++] = high;
    }
    return new BigUint64Array(found.slice(0, to).buffer);
  };
}
