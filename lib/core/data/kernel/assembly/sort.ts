/**
 * Sorts numbers by their bits, a byte of them at a time from the lowest on (least significant digit radix sort, Knuth,
 * TAOCP 3, 5.2.5). Bits order as numbers do once those of negative numbers are turned over, and the sign of the others.
 */

const SIGN: u64 = 0x8000_0000_0000_0000;
const DIGITS: usize = 8;
const BUCKETS: usize = 256;

/**
 * Leaves NaN out.
 *
 * @param values `length` of them, sorted where they are
 * @param scratch room for as many
 * @param counts room for 2,048 numbers of 32 bits
 * @returns how many are left
 */
export function sortNumbers(values: usize, length: i32, scratch: usize, counts: usize): i32 {
  memory.fill(counts, 0, DIGITS * BUCKETS * 4);
  const end = values + ((<usize>length) << 3);
  let last = values;
  for (let at = values; at < end; at += 8) {
    const value = load<f64>(at);
    if (isNaN(value)) continue;
    const bits = reinterpret<u64>(value);
    const key = bits ^ ((0 - (bits >> 63)) | SIGN);
    store<u64>(last, key);
    last += 8;
    for (let digit: usize = 0; digit < DIGITS; digit++) {
      const count = counts + ((digit * BUCKETS + (<usize>(key >> ((<u64>digit) << 3)) & 255)) << 2);
      store<i32>(count, load<i32>(count) + 1);
    }
  }
  const left = <i32>((last - values) >> 3);

  let from = values;
  let to = scratch;
  for (let digit: usize = 0; digit < DIGITS; digit++) {
    const ofDigit = counts + ((digit * BUCKETS) << 2);
    if (isOneBucket(ofDigit, left)) continue;
    let place = 0;
    for (let bucket: usize = 0; bucket < BUCKETS; bucket++) {
      const size = load<i32>(ofDigit + (bucket << 2));
      store<i32>(ofDigit + (bucket << 2), place);
      place += size;
    }
    const shift = (<u64>digit) << 3;
    for (let i: usize = 0; i < <usize>left; i++) {
      const key = load<u64>(from + (i << 3));
      const bucket = ofDigit + ((<usize>(key >> shift) & 255) << 2);
      const free = load<i32>(bucket);
      store<i32>(bucket, free + 1);
      store<u64>(to + ((<usize>free) << 3), key);
    }
    const before = from;
    from = to;
    to = before;
  }

  for (let i: usize = 0; i < <usize>left; i++) {
    const key = load<u64>(from + (i << 3));
    store<u64>(values + (i << 3), key ^ (((key >> 63) - 1) | SIGN));
  }
  return left;
}

/** Whether all have the same byte. */
function isOneBucket(counts: usize, all: i32): bool {
  for (let bucket: usize = 0; bucket < BUCKETS; bucket++) {
    const size = load<i32>(counts + (bucket << 2));
    if (size !== 0) return size === all;
  }
  return true;
}

/** How many different ones there are of `length` sorted numbers. 0 and -0 are one. */
export function countDifferent(sorted: usize, length: i32): i32 {
  if (length === 0) return 0;
  let different = 1;
  const end = sorted + ((<usize>length) << 3);
  for (let at = sorted + 8; at < end; at += 8) different += i32(load<f64>(at) !== load<f64>(at - 8));
  return different;
}
