/** How far the values of a column are from those of another, from profiles: 0 for the same, 1 for nothing in common. */
import type { CategoryProfile, NumberProfile } from '../../../contracts/profile.ts';
import { countUpTo } from '../../profile/search.ts';

/**
 * The largest distance between the two distribution functions, looked at on all edges of both. Exact where all values are
 * edges; else within a bin, 1/256 of the rows, values count as spread evenly.
 */
export function numberDistance(before: NumberProfile, after: NumberProfile): number | undefined {
  if (before.count === 0 || after.count === 0) return undefined;
  let largest = 0;
  const [f, g] = [distributionOf(before), distributionOf(after)];
  for (const edge of [...before.edges, ...after.edges])
    for (const side of ['below', 'upTo'] as const) largest = Math.max(largest, Math.abs(f[side](edge) - g[side](edge)));
  return Math.min(1, largest);
}

interface Distribution {
  /** Share of the values below `value`. */
  below(value: number): number;
  /** Share of the values that are at most `value`. */
  upTo(value: number): number;
}

function distributionOf({ count, edges, counts, distinct }: NumberProfile): Distribution {
  const discrete = distinct !== undefined && distinct === edges.length;
  const cumulated = [counts[0] ?? 0];
  for (let bin = 1; bin < counts.length; bin++) cumulated.push((cumulated[bin - 1] ?? 0) + (counts[bin] ?? 0));
  const within = (value: number, bin: number): number => {
    const [from, to] = [edges[bin - 1], edges[bin]];
    if (bin === 0 || from === undefined) return 0;
    // The last bin begins at the largest value of the data.
    if (to === undefined) return value > from ? 1 : 0;
    return discrete ? Number(value > from) : (value - from) / (to - from);
  };
  const below = (value: number): number => {
    const bin = countUpTo(edges, value);
    return ((cumulated[bin - 1] ?? 0) + within(value, bin) * (counts[bin] ?? 0)) / count;
  };
  return {
    below,
    upTo(value) {
      const bin = countUpTo(edges, value);
      if (edges[bin - 1] !== value) return below(value);
      // Values of the data are edges: the bin of a discrete column, and the last of any, holds its edge only.
      return discrete || bin === edges.length ? (cumulated[bin] ?? 0) / count : below(value);
    },
  };
}

/** Half the sum of the differences of shares (total variation). What a side does not list is one level. */
export function levelDistance(before: CategoryProfile, after: CategoryProfile): number | undefined {
  if (before.count === 0 || after.count === 0) return undefined;
  const shares = new Map(before.levels.map(({ value, count }) => [value, count / before.count]));
  let sum = Math.abs(before.other.count / before.count - after.other.count / after.count);
  for (const { value, count } of after.levels) {
    sum += Math.abs(count / after.count - (shares.get(value) ?? 0));
    shares.delete(value);
  }
  for (const share of shares.values()) sum += share;
  return Math.min(1, sum / 2);
}
