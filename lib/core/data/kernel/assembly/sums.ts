/** Sums over the values of columns, one value after another: in this order they are the same on every machine. NaN is a missing value. */

/** Copies the first of each `step` values, `rows` of them. */
export function copyEvery(values: usize, step: i32, rows: i32, out: usize): void {
  const apart = (<usize>step) << 3;
  const end = out + ((<usize>rows) << 3);
  for (let to = out; to < end; to += 8, values += apart) store<f64>(to, load<f64>(values));
}

/** How many are there. */
export function countPresent(values: usize, rows: i32): i32 {
  let count = 0;
  const end = values + ((<usize>rows) << 3);
  for (let at = values; at < end; at += 8) if (!isNaN(load<f64>(at))) count += 1;
  return count;
}

/** The sum of what they exceed `offset` by. */
export function sumBeyond(values: usize, rows: i32, offset: f64): f64 {
  let sum: f64 = 0;
  const end = values + ((<usize>rows) << 3);
  for (let at = values; at < end; at += 8) {
    const value = load<f64>(at);
    if (!isNaN(value)) sum += value - offset;
  }
  return sum;
}

/** The sum of the squares of that. */
export function squaresBeyond(values: usize, rows: i32, offset: f64): f64 {
  let sum: f64 = 0;
  const end = values + ((<usize>rows) << 3);
  for (let at = values; at < end; at += 8) {
    const apart = load<f64>(at) - offset;
    if (!isNaN(apart)) sum += apart * apart;
  }
  return sum;
}

/** Each value by what it exceeds `offset`, times `scale`; in place. */
export function rescale(values: usize, rows: i32, offset: f64, scale: f64): void {
  const end = values + ((<usize>rows) << 3);
  for (let at = values; at < end; at += 8) store<f64>(at, (load<f64>(at) - offset) * scale);
}

/** Of values of which none is missing. */
export function sumOfProducts(x: usize, y: usize, rows: i32): f64 {
  let sum: f64 = 0;
  const end = x + ((<usize>rows) << 3);
  for (let p = x, q = y; p < end; p += 8, q += 8) sum += load<f64>(p) * load<f64>(q);
  return sum;
}

/** Of the rows in which both are there. @param out gets how many, and the sums of x, y, x squared, y squared, x times y */
export function sumPairs(x: usize, y: usize, rows: i32, out: usize): void {
  let count: f64 = 0;
  let sumX: f64 = 0;
  let sumY: f64 = 0;
  let xx: f64 = 0;
  let yy: f64 = 0;
  let xy: f64 = 0;
  const end = x + ((<usize>rows) << 3);
  for (let at = x, other = y; at < end; at += 8, other += 8) {
    const p = load<f64>(at);
    const q = load<f64>(other);
    if (isNaN(p) || isNaN(q)) continue;
    count += 1;
    sumX += p;
    sumY += q;
    xx += p * p;
    yy += q * q;
    xy += p * q;
  }
  store<f64>(out, count);
  store<f64>(out, sumX, 8);
  store<f64>(out, sumY, 16);
  store<f64>(out, xx, 24);
  store<f64>(out, yy, 32);
  store<f64>(out, xy, 40);
}
