/**
 * Finds the levels of texts that were met before, of at most 32 bytes. A cache beside the table of all levels: four places
 * for a text, by a hash of it. What is not found is left to the table, which tells the cache.
 */

/**
 * The four places a text may have: of each a tag (0: free), then of each its level, then of each 32 bytes of text with
 * zeros behind it. A tag is bits of the hash, and the length of the text as its lowest bits.
 */
const SET: usize = 160;
const LEVELS: usize = 16;
const TEXTS: usize = 32;
const TEXT: usize = 32;
const LENGTH_BITS: u32 = 63;
const LONGEST = 32;
/** Places of a text. */
const WAYS = 4;
const HALF = 16;
const MISSING = -1;

/** 32 bytes of ones, and 32 of zeros. */
const MASKS: StaticArray<u64> = [
  0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff, 0, 0, 0, 0,
];

/** The bytes of a text, zeros behind its end. */
function part(at: usize, length: i32, from: usize): v128 {
  return v128.and(v128.load(at + from), v128.load(changetype<usize>(MASKS) + 32 - <usize>length + from));
}

/** @param second nothing of a text of 16 bytes at most */
function hashOf(first: v128, second: v128, length: i32): u64 {
  let hash =
    (<u64>i64x2.extract_lane(first, 0) * 0x9e37_79b9_7f4a_7c15) ^
    (<u64>i64x2.extract_lane(first, 1) * 0xc2b2_ae3d_27d4_eb4f);
  if (length > HALF)
    hash ^=
      (<u64>i64x2.extract_lane(second, 0) * 0x1656_67b1_9e37_79f9) ^
      (<u64>i64x2.extract_lane(second, 1) * 0x27d4_eb2f_1656_67c5);
  return (hash ^ (hash >> 29)) * 0x9fb2_1c65_1e98_df25;
}

function setOf(hash: u64, cache: usize, places: i32): usize {
  return cache + SET * <usize>((hash >> 40) & <u64>(places / WAYS - 1));
}

function tagOf(hash: u64, length: i32): i32 {
  return <i32>((<u32>(hash >> 8) & ~LENGTH_BITS) | <u32>length);
}

function isAt(text: usize, first: v128, second: v128, length: i32): bool {
  const unlike = v128.xor(v128.load(text), first);
  return !v128.any_true(length > HALF ? v128.or(unlike, v128.xor(v128.load(text, 16), second)) : unlike);
}

/** Which of the places of a set a text has, -1 where it has none. */
function wayOf(set: usize, tag: i32, first: v128, second: v128, length: i32): i32 {
  let alike = i32x4.bitmask(i32x4.eq(v128.load(set), i32x4.splat(tag)));
  while (alike !== 0) {
    const way = ctz(alike);
    if (isAt(set + TEXTS + TEXT * <usize>way, first, second, length)) return way;
    alike &= alike - 1;
  }
  return -1;
}

/**
 * @param cache of `places` places (40 bytes each), a power of two, four at least
 * @param required whether an empty cell has to be looked at
 * @param out a level a row, `MISSING` for an empty cell
 * @param open rows whose text is not known
 * @returns how many
 */
export function readLevels(
  bytes: usize,
  starts: usize,
  ends: usize,
  rows: i32,
  width: i32,
  position: i32,
  cache: usize,
  places: i32,
  required: bool,
  out: usize,
  open: usize,
): i32 {
  const step = (<usize>width) << 2;
  let slot = (<usize>position) << 2;
  let left: usize = 0;
  for (let row = 0; row < rows; row++, slot += step) {
    const start = load<i32>(starts + slot);
    const length = load<i32>(ends + slot) - start;
    if (length > 0 && length <= LONGEST) {
      const first = part(bytes + <usize>start, length, 0);
      const second = length > HALF ? part(bytes + <usize>start, length, 16) : i64x2.splat(0);
      const hash = hashOf(first, second, length);
      const set = setOf(hash, cache, places);
      const way = wayOf(set, tagOf(hash, length), first, second, length);
      if (way >= 0) {
        store<i32>(out + ((<usize>row) << 2), load<i32>(set + LEVELS + ((<usize>way) << 2)));
        continue;
      }
    } else if (length === 0 && !required) {
      store<i32>(out + ((<usize>row) << 2), MISSING);
      continue;
    }
    store<i32>(open + (left << 2), row);
    left += 1;
  }
  return <i32>left;
}

/** Takes a text into the cache, in the place of another if need be. */
export function keepLevel(at: usize, length: i32, level: i32, cache: usize, places: i32): void {
  if (length <= 0 || length > LONGEST) return;
  const first = part(at, length, 0);
  const second = length > HALF ? part(at, length, 16) : i64x2.splat(0);
  const hash = hashOf(first, second, length);
  const set = setOf(hash, cache, places);
  const tag = tagOf(hash, length);
  if (wayOf(set, tag, first, second, length) >= 0) return;
  // The oldest goes.
  memory.copy(set + 4, set, (WAYS - 1) * 4);
  memory.copy(set + LEVELS + 4, set + LEVELS, (WAYS - 1) * 4);
  memory.copy(set + TEXTS + TEXT, set + TEXTS, (WAYS - 1) * TEXT);
  store<i32>(set, tag);
  store<i32>(set, level, LEVELS);
  v128.store(set, first, TEXTS);
  v128.store(set, second, TEXTS + 16);
}
