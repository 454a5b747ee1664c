/** Counts, extremes and shifted sums of numbers, two at a time; NaN is a missing one. */

function lanes(pair: v128): i32 {
  return <i32>(i64x2.extract_lane(pair, 0) + i64x2.extract_lane(pair, 1));
}

/**
 * @param values `rows` of them, and room for one more
 * @param out count, zeros, negatives, whole ones, least, greatest, sum of the distances from the shift, and of their
 *   squares: a variable of the kernel takes longer to read than a value of an array
 */
export function addNumbers(values: usize, rows: i32, shift: f64, out: usize): void {
  if ((rows & 1) === 1) store<f64>(values + ((<usize>rows) << 3), NaN);
  const zero = f64x2.splat(0);
  const shifts = f64x2.splat(shift);
  // A true comparison is -1.
  let counted = i64x2.splat(0);
  let zeroed = i64x2.splat(0);
  let below = i64x2.splat(0);
  let whole = i64x2.splat(0);
  let lows = f64x2.splat(Infinity);
  let highs = f64x2.splat(-Infinity);
  let sums = zero;
  let squared = zero;
  const end = values + ((<usize>rows) << 3);
  for (let at = values; at < end; at += 16) {
    const pair = v128.load(at);
    const present = f64x2.eq(pair, pair);
    const apart = v128.and(f64x2.sub(pair, shifts), present);
    counted = i64x2.sub(counted, present);
    sums = f64x2.add(sums, apart);
    squared = f64x2.add(squared, f64x2.mul(apart, apart));
    lows = f64x2.pmin(lows, pair);
    highs = f64x2.pmax(highs, pair);
    zeroed = i64x2.sub(zeroed, f64x2.eq(pair, zero));
    below = i64x2.sub(below, f64x2.lt(pair, zero));
    whole = i64x2.sub(whole, f64x2.eq(f64x2.floor(pair), pair));
  }
  store<f64>(out, <f64>lanes(counted));
  store<f64>(out, <f64>lanes(zeroed), 8);
  store<f64>(out, <f64>lanes(below), 16);
  store<f64>(out, <f64>lanes(whole), 24);
  store<f64>(out, min(f64x2.extract_lane(lows, 0), f64x2.extract_lane(lows, 1)), 32);
  store<f64>(out, max(f64x2.extract_lane(highs, 0), f64x2.extract_lane(highs, 1)), 40);
  store<f64>(out, f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1), 48);
  store<f64>(out, f64x2.extract_lane(squared, 0) + f64x2.extract_lane(squared, 1), 56);
}
