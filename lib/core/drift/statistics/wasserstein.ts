import { total } from './counts.ts';
import type { PlacedCounts } from './placed-counts.ts';

/**
 * Wasserstein-1 (earth mover's) distance: the area between the two distribution functions, in the units of the column
 * (Vallender 1974): `scipy.stats.wasserstein_distance(places, places, baseline, now)`. Of `placedCounts` it is exact. Of
 * `binnedCounts` it is that of the values rounded down to the edges, and what lies beyond the last edge counts as on it:
 * on 256 edges a few per cent off for a bell curve that moved, and no measure of long tails or of a change of unit.
 * Symmetric; undefined when a sample is empty.
 * @example wasserstein({ places: [0, 1, 3], baseline: [1, 0, 1], now: [0, 2, 0] }) // 1.5
 */
export function wasserstein({ places, baseline, now }: PlacedCounts): number | undefined {
  const n = total(baseline);
  const m = total(now);
  if (n === 0 || m === 0) return undefined;
  let below = 0;
  let belowNow = 0;
  let area = 0;
  for (let group = 0; group + 1 < places.length; group++) {
    below += baseline[group] ?? 0;
    belowNow += now[group] ?? 0;
    area += Math.abs(below / n - belowNow / m) * ((places[group + 1] ?? 0) - (places[group] ?? 0));
  }
  return area;
}
