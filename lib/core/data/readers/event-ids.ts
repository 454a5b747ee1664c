/**
 * Which events were met, so that a record that was captured twice counts once. Of an id 64 bits of a hash are kept, in
 * bounded memory: of a million ids two are taken for one in 1 of 37 million windows.
 */
import { mix } from '../columns/mix.ts';
import { type HashSet, hashSet } from '../hash-set.ts';

/** The last million events are known at least: 16 MB a generation, of which there are two. */
const MOST = 2 ** 20;
const FEWEST_SLOTS = 2 ** 14;
/** Each set is so many times as large as the one it was copied from. */
const GROWTH = 4;

export interface EventIds {
  /** Notes the event whose id is `bytes[from..to)`. @returns whether it was not met before */
  isNew(bytes: Uint8Array, from: number, to: number): boolean;
}

/** @param most events that are known at least; the older ones are forgotten, the oldest first */
export function eventIds(most: number = MOST): EventIds {
  let older: HashSet | undefined;
  let newer = hashSet(FEWEST_SLOTS);

  /** A set is at most half full; one that holds `most` begins the next generation. */
  function makeRoom(): void {
    if (newer.size >= most) {
      older = newer;
      newer = hashSet(older.slots);
    } else if (2 * newer.size >= newer.slots) newer = grown(newer);
  }

  return {
    isNew(bytes, from, to) {
      let low = 0x811c9dc5;
      let high = to - from;
      for (let at = from; at < to; at += 4) {
        const word = fourBytes(bytes, at, to);
        low = Math.imul(low ^ word, 0x01000193);
        low ^= low >>> 15;
        high = Math.imul(high ^ word, 0x5bd1e995);
        high ^= high >>> 13;
      }
      low = mix(low) >>> 0 || 1;
      high = mix(high) >>> 0;
      if (older?.has(low, high) || !newer.add(low, high)) return false;
      makeRoom();
      return true;
    },
  };
}

/** Those of the id only; of fewer than four the rest are zeros. */
function fourBytes(bytes: Uint8Array, at: number, to: number): number {
  if (at + 4 <= to)
    return (
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)
    );
  let word = 0;
  for (let last = to - 1; last >= at; last--) word = (word << 8) | (bytes[last] as number);
  return word;
}

function grown(set: HashSet): HashSet {
  const larger = hashSet(GROWTH * set.slots);
  const halves = new Uint32Array(set.hashes().buffer);
  for (let at = 0; at < halves.length; at += 2) larger.add(halves[at] as number, halves[at + 1] as number);
  return larger;
}
