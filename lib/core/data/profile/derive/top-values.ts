/** The values that a numeric column has most often. */
import type { NumberProfile } from '../../../contracts/profile.ts';
import { sortNumbers } from '../sort-numbers.ts';

const LISTED = 10;
const LEAST_SHARE = 0.01;
/** A share of 1 % of so many is 160 values, give or take 13. */
const LOOKED_AT = 16_384;

/** Shares are those among the values looked at, missing ones apart. Columns are sorted one after another in the same memory. */
export function topValues(): (values: Float64Array) => NonNullable<NumberProfile['top']> {
  const memory = new Float64Array(2 * LOOKED_AT);
  return (values) => {
    const sorted = memory.subarray(0, takeSome(values, memory));
    sortNumbers(sorted);
    return mostFrequent(sorted);
  };
}

/** Those that are there, of every n-th row. @returns how many */
function takeSome(values: Float64Array, memory: Float64Array): number {
  const step = Math.max(1, Math.floor(values.length / LOOKED_AT));
  let filled = 0;
  for (let row = 0; row < values.length; row += step) {
    const value = values[row] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    memory[filled] = value;
    filled += 1;
  }
  return filled;
}

function mostFrequent(sorted: Float64Array): NonNullable<NumberProfile['top']> {
  const least = Math.max(2, LEAST_SHARE * sorted.length);
  const found: { value: number; count: number }[] = [];
  for (let from = 0; from < sorted.length; ) {
    const value = sorted[from] ?? 0;
    let to = from + 1;
    while (to < sorted.length && sorted[to] === value) to += 1;
    if (to - from >= least) found.push({ value, count: to - from });
    from = to;
  }
  return found
    .sort((a, b) => b.count - a.count || a.value - b.value)
    .slice(0, LISTED)
    .map(({ value, count }) => ({ value, share: count / sorted.length }));
}
