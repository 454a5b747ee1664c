/**
 * Counts the numbers of one column on edges, and by the keys of a sketch: equal to `binOf` of edge-bins.ts and
 * `sketchKey` of sketch.ts, whose tables it is given.
 */

/** Of edges: cells in front of them. */
const CELLS = 1024;
/** Upper bits of a double that name a cell of the sketch; all but the sign. */
const CELL_BITS = 14;
const MAGNITUDE: i32 = 0x7fffffff;

/** Places in a table: see number-table.ts. Count, sum, least and greatest are those of the last call, all else of all. */
const EDGES: usize = 0;
const EDGE_COUNT: usize = 4;
const BEFORE: usize = 8;
const BY_BITS: usize = 12;
const FIRST: usize = 16;
const SCALE: usize = 24;
const BINS: usize = 32;
const CELL_KEYS: usize = 36;
const CELL_LIMITS: usize = 40;
const FIRST_CELL: usize = 44;
const CELL_COUNT: usize = 48;
const FIRST_KEY: usize = 52;
const KEY_COUNT: usize = 56;
const POSITIVE: usize = 60;
const NEGATIVE: usize = 64;
const COUNT: usize = 68;
const ZEROS: usize = 72;
const SMALLEST: usize = 80;
const SUM: usize = 88;
const MIN: usize = 96;
const MAX: usize = 104;

function addOne(at: usize): void {
  store<i32>(at, load<i32>(at) + 1);
}

/**
 * @param values a number a row, NaN where there is none
 * @param open rows whose magnitude the table has no key for; all else of them is counted
 * @returns how many
 */
export function countNumbers(values: usize, rows: i32, table: usize, open: usize): i32 {
  const edges = <usize>load<i32>(table, EDGES);
  const edgeCount = load<i32>(table, EDGE_COUNT);
  const before = <usize>load<i32>(table, BEFORE);
  const byBits = load<i32>(table, BY_BITS) !== 0;
  const first = load<f64>(table, FIRST);
  const scale = load<f64>(table, SCALE);
  const firstBits = byBits ? <i32>first : 0;
  const shift = byBits ? <i32>scale : 0;
  const bins = <usize>load<i32>(table, BINS);
  const cellKeys = <usize>load<i32>(table, CELL_KEYS);
  const cellLimits = <usize>load<i32>(table, CELL_LIMITS);
  const firstCell = load<i32>(table, FIRST_CELL);
  const cellCount = load<i32>(table, CELL_COUNT);
  const firstKey = load<i32>(table, FIRST_KEY);
  const keyCount = load<i32>(table, KEY_COUNT);
  const positive = <usize>load<i32>(table, POSITIVE);
  const negative = <usize>load<i32>(table, NEGATIVE);
  const smallest = load<f64>(table, SMALLEST);
  let min: f64 = Infinity;
  let max: f64 = -Infinity;
  let sum: f64 = 0;
  let count = 0;
  let zeros = 0;
  let left: usize = 0;
  for (let row = 0; row < rows; row++) {
    // Adding 0 makes -0 plain 0.
    const value = load<f64>(values + ((<usize>row) << 3)) + 0;
    if (isNaN(value)) continue;
    count += 1;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
    const upper = <i32>(reinterpret<u64>(value) >> 32);

    const place = byBits ? <f64>((upper - firstBits) >> shift) : (value - first) * scale;
    const cell: usize = place > 0 ? (place < CELLS ? <usize>(<i32>place) : CELLS - 1) : 0;
    let bin = load<i32>(before + (cell << 2));
    let high = load<i32>(before + (cell << 2), 4);
    while (high - bin > 2) {
      const middle = (bin + high) >> 1;
      if (load<f64>(edges + ((<usize>middle) << 3)) <= value) bin = middle + 1;
      else high = middle;
    }
    // Cells end where rounding puts them, so the last steps go by the edges.
    while (bin < edgeCount && load<f64>(edges + ((<usize>bin) << 3)) <= value) bin += 1;
    while (bin > 0 && load<f64>(edges + ((<usize>(bin - 1)) << 3)) > value) bin -= 1;
    addOne(bins + ((<usize>bin) << 2));

    const magnitude = Math.abs(value);
    if (magnitude < smallest) {
      zeros += 1;
      continue;
    }
    const sketchCell = ((upper & MAGNITUDE) >> CELL_BITS) - firstCell;
    const keys = value > 0 ? positive : negative;
    if (sketchCell < cellCount && keys !== 0) {
      const key = <i32>load<i16>(cellKeys + ((<usize>sketchCell) << 1));
      const isBeyond = magnitude > load<f64>(cellLimits + ((<usize>sketchCell) << 3));
      const at = key + <i32>isBeyond - firstKey;
      if (at >= 0 && at < keyCount) {
        addOne(keys + ((<usize>at) << 2));
        continue;
      }
    }
    store<i32>(open + left, row);
    left += 4;
  }
  store<i32>(table, count, COUNT);
  store<i32>(table, load<i32>(table, ZEROS) + zeros, ZEROS);
  store<f64>(table, sum, SUM);
  store<f64>(table, min, MIN);
  store<f64>(table, max, MAX);
  return <i32>(left >> 2);
}
