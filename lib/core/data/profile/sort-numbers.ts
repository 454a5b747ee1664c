/** Sorts numbers by their size: several times faster than comparing them, for values that are spread over their range. */

/** So many values are sorted by insertion. */
const FEW = 24;
/** Values for one bucket, on average. */
const A_BUCKET = 4;
/** Ranges within ranges; what is still uneven then is compared. */
const DEPTH = 4;

/** Ascending, in place. @param values finite */
export function sortNumbers(values: Float64Array): void {
  sortRange(values, 0, values.length, DEPTH);
}

/**
 * Distributes values to buckets of equal width and sorts each (Isaac and Singleton 1956, "Sorting by address
 * calculation"). Rounding moves equal values to the same bucket and larger ones never to an earlier bucket.
 */
function sortRange(values: Float64Array, from: number, to: number, depth: number): void {
  const size = to - from;
  if (size <= FEW) {
    insert(values, from, to);
    return;
  }
  let min = values[from] ?? 0;
  let max = min;
  let last = min;
  let sorted = true;
  for (let at = from; at < to; at++) {
    const value = values[at] ?? 0;
    if (value < last) sorted = false;
    last = value;
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  if (sorted) return;
  const buckets = Math.ceil(size / A_BUCKET);
  const scale = (buckets - 1) / (max - min);
  if (depth === 0 || !Number.isFinite(scale) || scale === 0) {
    values.subarray(from, to).sort();
    return;
  }
  const ends = new Int32Array(buckets + 1);
  for (let at = from; at < to; at++) {
    const bucket = Math.floor(((values[at] ?? 0) - min) * scale) + 1;
    ends[bucket] = (ends[bucket] ?? 0) + 1;
  }
  for (let bucket = 1; bucket <= buckets; bucket++) ends[bucket] = (ends[bucket] ?? 0) + (ends[bucket - 1] ?? 0);
  const copy = values.slice(from, to);
  for (let at = 0; at < size; at++) {
    const value = copy[at] ?? 0;
    const bucket = Math.floor((value - min) * scale);
    const place = ends[bucket] ?? 0;
    values[from + place] = value;
    ends[bucket] = place + 1;
  }
  // Each entry is now the end of its bucket.
  let start = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const end = ends[bucket] ?? 0;
    if (end - start > FEW) sortRange(values, from + start, from + end, depth - 1);
    else if (end - start > 1) insert(values, from + start, from + end);
    start = end;
  }
}

function insert(values: Float64Array, from: number, to: number): void {
  for (let at = from + 1; at < to; at++) {
    const value = values[at] ?? 0;
    let place = at;
    while (place > from && (values[place - 1] ?? 0) > value) {
      values[place] = values[place - 1] ?? 0;
      place -= 1;
    }
    values[place] = value;
  }
}
