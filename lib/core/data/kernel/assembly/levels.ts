/**
 * Finds the levels of texts that were met before, of at most 32 bytes. A cache beside the table of all levels: four places
 * for a text, by a hash of it. What is not found is left to the table, which tells the cache.
 */

/** A place: 32 bytes of text with zeros behind it, its length (0: free), its level, and 8 bytes of nothing. */
const PLACE: usize = 48;
const LENGTH: usize = 32;
const LEVEL: usize = 36;
const LONGEST = 32;
/** Places of a text: a power of two. */
const WAYS: usize = 4;
const MISSING = -1;

/** 32 bytes of ones, and 32 of zeros. */
const MASKS: StaticArray<u64> = [
  0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff, 0, 0, 0, 0,
];

/** The bytes of a text, zeros behind its end. */
function part(at: usize, length: i32, from: usize): v128 {
  return v128.and(v128.load(at + from), v128.load(changetype<usize>(MASKS) + 32 - <usize>length + from));
}

/** The first of the four places a text may have. */
function firstPlace(first: v128, second: v128, cache: usize, places: i32): usize {
  let hash =
    (<u64>i64x2.extract_lane(first, 0) * 0x9e37_79b9_7f4a_7c15) ^
    (<u64>i64x2.extract_lane(first, 1) * 0xc2b2_ae3d_27d4_eb4f) ^
    (<u64>i64x2.extract_lane(second, 0) * 0x1656_67b1_9e37_79f9) ^
    (<u64>i64x2.extract_lane(second, 1) * 0x27d4_eb2f_1656_67c5);
  hash = (hash ^ (hash >> 29)) * 0x9fb2_1c65_1e98_df25;
  return cache + PLACE * <usize>((hash >> 40) & <u64>(places - WAYS));
}

function isAt(place: usize, first: v128, second: v128, length: i32): bool {
  const unlike = v128.or(v128.xor(v128.load(place), first), v128.xor(v128.load(place, 16), second));
  return !v128.any_true(unlike) && load<i32>(place, LENGTH) === length;
}

/** The place of a text, 0 where it has none. */
function placeOf(first: v128, second: v128, length: i32, cache: usize, places: i32): usize {
  let place = firstPlace(first, second, cache, places);
  const end = place + WAYS * PLACE;
  for (; place < end; place += PLACE) if (isAt(place, first, second, length)) return place;
  return 0;
}

/**
 * @param cache of `places` places, a power of two, four at least
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
      const second = part(bytes + <usize>start, length, 16);
      const place = placeOf(first, second, length, cache, places);
      if (place !== 0) {
        store<i32>(out + ((<usize>row) << 2), load<i32>(place, LEVEL));
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
  const second = part(at, length, 16);
  if (placeOf(first, second, length, cache, places) !== 0) return;
  // The newest is looked for first, the oldest goes.
  const place = firstPlace(first, second, cache, places);
  memory.copy(place + PLACE, place, (WAYS - 1) * PLACE);
  v128.store(place, first);
  v128.store(place, second, 16);
  store<i32>(place, length, LENGTH);
  store<i32>(place, level, LEVEL);
}
