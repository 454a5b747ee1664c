/** The profile of a numeric column: counts and moments of all rows, quantiles of the row sample. */
import type { NumberProfile } from '../../contracts/profile.ts';
import { type Arena, withArena } from '../kernel/arena.ts';
import { distinctValues } from './distinct.ts';
import type { MomentsState } from './moments.ts';
import { binCounts, quantile, referenceEdges, scaledCounts } from './quantiles.ts';
import { sortedIn } from './sort-numbers.ts';

/**
 * @param values of the sample, NaN where missing
 * @param every one row in so many is in the sample: at 1 quantiles and bins are exact, else the bins still add up
 */
export const numberProfile = (
  name: string,
  moments: MomentsState,
  values: Float64Array,
  every: number,
): NumberProfile => withArena(undefined, (arena) => profileOf(name, moments, arena, sortedIn(arena, values), every));

function profileOf(
  name: string,
  { count, nulls, zeros, negatives, whole: integers, min, max, mean: rounded, meanRest, squares }: MomentsState,
  arena: Arena,
  sorted: Float64Array,
  every: number,
): NumberProfile {
  if (min === null || max === null) return { name, kind: 'number', count, nulls, edges: [], counts: [0] };
  const mean = rounded + meanRest;
  const edges = referenceEdges(sorted);
  const [p25 = mean, median = mean, p75 = mean] = [0.25, 0.5, 0.75].map((p) => quantile(sorted, p));
  return {
    name,
    kind: 'number',
    count,
    nulls,
    min,
    max,
    mean,
    ...(count > 1 ? { sd: Math.sqrt(squares / (count - 1)) } : {}),
    p25,
    median,
    p75,
    ...distinctValues(sorted, every, count, arena),
    edges,
    counts: scaledCounts(binCounts(sorted, edges), count),
    zeros,
    negatives,
    whole: integers,
  };
}
