/** Mixes the bits of numbers into the hashes of rows, four at a time. 0 and -0 are one number; NaN has many bits. */

/**
 * @param values `rows` of them, and room for three more
 * @param hashes a number of 32 bits a row, and room for three more
 * @param missing what stands for the bits of NaN
 */
export function mixNumbers(values: usize, rows: i32, hashes: usize, missing: i32): void {
  const zero = f64x2.splat(0);
  const nothing = i32x4.splat(missing);
  const factor = i32x4.splat(<i32>0x9e37_79b1);
  for (let row: usize = 0; row < <usize>rows; row += 4) {
    const one = v128.load(values + (row << 3));
    const two = v128.load(values + (row << 3), 16);
    const low = i8x16.shuffle(one, two, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
    const high = i8x16.shuffle(one, two, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
    const none = narrow(f64x2.eq(one, zero), f64x2.eq(two, zero));
    const present = narrow(f64x2.eq(one, one), f64x2.eq(two, two));
    const mixed = v128.xor(v128.xor(low, high), i32x4.shr_u(high, 16));
    const bits = v128.bitselect(v128.andnot(mixed, none), nothing, present);
    const place = hashes + (row << 2);
    const product = i32x4.mul(v128.xor(v128.load(place), bits), factor);
    v128.store(place, v128.xor(product, i32x4.shr_u(product, 15)));
  }
}

/** Masks of 64 bits as masks of 32. */
function narrow(one: v128, two: v128): v128 {
  return i8x16.shuffle(one, two, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
}
