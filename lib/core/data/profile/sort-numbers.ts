/** Sorts numbers by their size: several times faster than comparing them, for values that are spread over their range. */

/** So many values are sorted by insertion. */
const FEW = 24;
/** Values for one bucket, on average. */
const A_BUCKET = 4;
/** Ranges within ranges; what is still uneven then is compared. */
const DEPTH = 4;

/** Ascending, in place. @param values finite @param scratch as long at least; overwritten */
export function sortNumbers(values: Float64Array, scratch = new Float64Array(values.length)): void {
  sortRange(values, 0, values.length, DEPTH, scratch);
}

/**
 * Distributes values to buckets of equal width and sorts each (Isaac and Singleton 1956, "Sorting by address
 * calculation"). Rounding moves equal values to the same bucket and larger ones never to an earlier bucket.
 */
function sortRange(values: Float64Array, from: number, to: number, depth: number, scratch: Float64Array): void {
  const size = to - from;
  if (size <= FEW) {
    insert(values, from, to);
    return;
  }
  const first = values[from] ?? 0;
  const range: Range = { min: first, max: first, last: first, sorted: true };
  for (let at = from; at < to; at += BLOCK) widen(values, at, Math.min(to, at + BLOCK), range);
  const { min, max, sorted } = range;
  if (sorted) return;
  const buckets = Math.ceil(size / A_BUCKET);
  const scale = (buckets - 1) / (max - min);
  if (depth === 0 || !Number.isFinite(scale) || scale === 0) {
    values.subarray(from, to).sort();
    return;
  }
  const ends = new Int32Array(buckets + 1);
  for (let at = from; at < to; at += BLOCK) count(values, at, Math.min(to, at + BLOCK), range, scale, ends);
  for (let bucket = 1; bucket <= buckets; bucket++) ends[bucket] = (ends[bucket] ?? 0) + (ends[bucket - 1] ?? 0);
  scratch.set(values.subarray(from, to));
  for (let at = 0; at < size; at += BLOCK)
    distribute(scratch, at, Math.min(size, at + BLOCK), range, scale, ends, values, from);
  // Each entry is now the end of its bucket.
  let start = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const end = ends[bucket] ?? 0;
    if (end - start > FEW) sortRange(values, from + start, from + end, depth - 1, scratch);
    else if (end - start > 1) insert(values, from + start, from + end);
    start = end;
  }
}

/** Values a call: a loop that a call ends is compiled once, a long one anew each time, and thrown away where it ends. */
const BLOCK = 1024;

interface Range {
  min: number;
  max: number;
  last: number;
  /** Whether none is below the one before it. */
  sorted: boolean;
}

/** Takes in `values[from .. to)`, which follow those of before. */
function widen(values: Float64Array, from: number, to: number, range: Range): void {
  let { min, max, last, sorted } = range;
  for (let at = from; at < to; at++) {
    const value = values[at] ?? 0;
    if (value < last) sorted = false;
    last = value;
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  range.min = min;
  range.max = max;
  range.last = last;
  range.sorted = sorted;
}

/** How many values are in each bucket, one place further on. */
function count(values: Float64Array, from: number, to: number, { min }: Range, scale: number, ends: Int32Array): void {
  for (let at = from; at < to; at++) {
    const bucket = Math.floor(((values[at] ?? 0) - min) * scale) + 1;
    ends[bucket] = (ends[bucket] ?? 0) + 1;
  }
}

function distribute(
  values: Float64Array,
  from: number,
  to: number,
  { min }: Range,
  scale: number,
  places: Int32Array,
  into: Float64Array,
  offset: number,
): void {
  for (let at = from; at < to; at++) {
    const value = values[at] ?? 0;
    const bucket = Math.floor((value - min) * scale);
    const place = places[bucket] ?? 0;
    into[offset + place] = value;
    places[bucket] = place + 1;
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
