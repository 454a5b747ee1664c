/** The values that a numeric column has most often. */
import type { NumberProfile } from '../../../contracts/profile.ts';

const LISTED = 10;
const LEAST_SHARE = 0.01;
/** A share of 1 % of so many is 160 values, give or take 13. */
const LOOKED_AT = 16_384;

/** Shares are those among the values looked at, missing ones apart. */
export function topValues(values: Float64Array): NonNullable<NumberProfile['top']> {
  const step = Math.max(1, Math.floor(values.length / LOOKED_AT));
  const counts = new Map<number, number>();
  let all = 0;
  for (let row = 0; row < values.length; row += step) {
    const value = values[row] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    all += 1;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > 1 && count >= LEAST_SHARE * all)
    .sort(([a, m], [b, n]) => n - m || a - b)
    .slice(0, LISTED)
    .map(([value, count]) => ({ value, share: count / all }));
}
