/** What two raw samples come to on one walk over both, by the kernel: as `placedCounts` and a look at its groups, in no memory. */
import { type Arena, withArena } from '../../data/kernel/arena.ts';
import type { Samples } from './placed-counts.ts';

export interface WalkedSamples {
  /** Values of the baseline, and of now. */
  readonly n: number;
  readonly m: number;
  /** Largest distance between the two distribution functions, times n m: a whole number. */
  readonly distance: number;
  /** Pairs of a value of each in which that of now is larger; equal ones count half. */
  readonly pairs: number;
  /** Sum of t^3 - t over the different values, t rows having each. */
  readonly ties: number;
}

/**
 * @param arena where the values lie, if they lie in one
 * @example walkSamples({ baseline: Float64Array.of(1, 2, 2), now: Float64Array.of(2, 5) }) // { n: 3, m: 2, distance: 3, pairs: 5, ties: 24 }
 */
export function walkSamples({ baseline, now }: Samples, arena?: Arena): WalkedSamples {
  return withArena(arena, (home) => {
    const { kernel } = home;
    const [n, m] = [baseline.length, now.length];
    kernel.walkSamples(home.placeOf(baseline, n), n, home.placeOf(now, m), m);
    const [distance, pairs, ties] = [kernel.walkDistance.value, kernel.walkPairs.value, kernel.walkTies.value];
    return { n, m, distance, pairs, ties };
  });
}
