/**
 * Which events were met, so that a record that was captured twice counts once. Of an id 64 bits of a hash are kept, in
 * bounded memory: of a million ids two are taken for one in 1 of 37 million windows.
 */
import { mix } from '../columns/mix.ts';
import { type HashSet, hashSet } from '../hash-set.ts';

/** The last million events are known at least: 16 MB a generation, of which there are two. */
const MOST = 2 ** 20;
/** 4 MB, of which only what is written to is taken: for few events less than copying a smaller set again and again. */
const FEWEST_SLOTS = 2 ** 19;

export interface EventIds {
  /** Notes an event by the halves of its id's hash. @returns whether it was not met before */
  isNew(low: number, high: number): boolean;
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
    } else if (2 * newer.size >= newer.slots) newer = copied(newer, powerOfTwo(2 * most));
  }

  return {
    isNew(low, high) {
      if (older?.has(low, high) || !newer.add(low, high)) return false;
      makeRoom();
      return true;
    },
  };
}

const powerOfTwo = (atLeast: number): number => 2 ** Math.ceil(Math.log2(atLeast));

/** The two halves of the hash of a text, 32 bits each, never both 0: equal to `writeHash` of assembly/capture.ts. */
export function hashOf(text: string): [low: number, high: number] {
  const bytes = Buffer.from(text);
  const words = Buffer.alloc(4 * Math.ceil(bytes.length / 4));
  bytes.copy(words);
  let low = 0x811c9dc5;
  let high = bytes.length;
  for (let at = 0; at < words.length; at += 4) {
    const word = words.readInt32LE(at);
    low = Math.imul(low ^ word, 0x01000193);
    low ^= low >>> 15;
    high = Math.imul(high ^ word, 0x5bd1e995);
    high ^= high >>> 13;
  }
  return [mix(low) >>> 0 || 1, mix(high) >>> 0];
}

function copied(set: HashSet, slots: number): HashSet {
  const larger = hashSet(slots);
  const halves = new Uint32Array(set.hashes().buffer);
  for (let at = 0; at < halves.length; at += 2) larger.add(halves[at] as number, halves[at + 1] as number);
  return larger;
}
