/**
 * Mixes the bits of numbers into both halves of the hashes of rows, four at a time. 0 and -0 are one number; NaN has many
 * bits.
 */
import { mix } from './mix';

/** The low halves of four 64-bit lanes. */
function lows(one: v128, two: v128): v128 {
  return i8x16.shuffle(one, two, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
}

function highs(one: v128, two: v128): v128 {
  return i8x16.shuffle(one, two, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
}

/**
 * @param values `rows` of them, and room for three more
 * @param low a number of 32 bits a row, and room for three more
 * @param high likewise
 * @param missing what stands for the bits of NaN
 */
export function mixNumbers(values: usize, rows: i32, low: usize, high: usize, missing: i32): void {
  const zero = f64x2.splat(0);
  const nothing = i32x4.splat(missing);
  for (let row: usize = 0; row < <usize>rows; row += 4) {
    const one = v128.load(values + (row << 3));
    const two = v128.load(values + (row << 3), 16);
    const lower = lows(one, two);
    const upper = highs(one, two);
    const none = lows(f64x2.eq(one, zero), f64x2.eq(two, zero));
    const present = lows(f64x2.eq(one, one), f64x2.eq(two, two));

    let place = low + (row << 2);
    let bits = v128.xor(v128.xor(lower, upper), i32x4.shr_u(upper, 16));
    bits = v128.bitselect(v128.andnot(bits, none), nothing, present);
    let mixed = i32x4.mul(v128.xor(v128.load(place), bits), i32x4.splat(<i32>0x9e37_79b1));
    v128.store(place, v128.xor(mixed, i32x4.shr_u(mixed, 15)));

    place = high + (row << 2);
    bits = i32x4.add(i32x4.mul(lower, i32x4.splat(<i32>0x85eb_ca6b)), upper);
    bits = v128.bitselect(v128.andnot(bits, none), nothing, present);
    mixed = i32x4.mul(i32x4.add(v128.load(place), bits), i32x4.splat(<i32>0xc2b2_ae35));
    v128.store(place, v128.xor(mixed, i32x4.shr_u(mixed, 13)));
  }
}

/**
 * Finishes the hashes of rows, and moves those to the front whose low half is divisible by `every`, a power of two.
 *
 * @returns how many they are
 */
export function chooseHashes(low: usize, high: usize, rows: i32, every: u32): i32 {
  let chosen: usize = 0;
  const end = (<usize>rows) << 2;
  for (let row: usize = 0; row < end; row += 4) {
    const half = mix(load<u32>(low + row));
    if ((half & (every - 1)) !== 0) continue;
    store<u32>(low + chosen, half);
    store<u32>(high + chosen, mix(load<u32>(high + row)));
    chosen += 4;
  }
  return <i32>(chosen >> 2);
}
