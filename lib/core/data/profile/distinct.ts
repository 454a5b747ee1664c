/** How many different values a numeric column has, from the row sample. */

import { type Arena, withArena } from '../kernel/arena.ts';

/** A bound is wrong less than once in a million, as `SampleFacts.rankError` is. */
const DOUBT = Math.log(1e6);

/**
 * Exact where the sample holds all rows, else a lower bound: the different values of the sample, or, where it repeats none,
 * nearly all values of the column.
 *
 * Let each row be in the sample with chance p = 1 / `every`. A value in m rows is in it at most once with a chance of
 * (1 - p)^(m - 1) (1 + (m - 1) p), which is at most (1 - p^2)^(m - 1): each further row multiplies it by at most 1 - p^2. So if
 * g rows repeat an earlier value, no repetition is seen with a chance of at most e^(-g p^2), less than one in a million from
 * g = ln(10^6) `every`^2 on. Of a million rows that is 3,537; beyond about 100 million it tells nothing more.
 *
 * @param sorted values of the sample @param every one row in so many is in it @param count values of the column
 * @param arena where the sample lies, if it lies in one
 */
export function distinctValues(
  sorted: Float64Array,
  every: number,
  count: number,
  arena?: Arena,
): { distinct: number } | { distinctAtLeast: number } {
  const distinct = withArena(arena, (home) =>
    home.kernel.countDifferent(home.placeOf(sorted, sorted.length), sorted.length),
  );
  if (every === 1) return { distinct };
  if (distinct < sorted.length) return { distinctAtLeast: distinct };
  return { distinctAtLeast: Math.max(distinct, count - Math.ceil(DOUBT * every ** 2)) };
}
