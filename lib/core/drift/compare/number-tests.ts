/** The tests of a numeric column: how its values are distributed, where they lie, and what is beyond the range of before. */
import type { NumberProfile } from '../../contracts/profile.ts';
import { type Arena, withArena } from '../../data/kernel/arena.ts';
import { binCounts } from '../../data/profile/quantiles.ts';
import { countBelow, countUpTo } from '../../data/profile/search.ts';
import { sortedIn } from '../../data/profile/sort-numbers.ts';
import { baselineBins } from '../baseline-bins.ts';
import { exceedance } from '../statistics/exceedance.ts';
import { type KolmogorovSmirnov, kolmogorovSmirnov, kolmogorovSmirnovOf } from '../statistics/kolmogorov-smirnov.ts';
import type { Samples } from '../statistics/placed-counts.ts';
import { type RankSum, rankSum, rankSumOf } from '../statistics/rank-sum.ts';
import { walkSamples } from '../statistics/walked-samples.ts';
import type { Tested } from './level.ts';

export interface NumberSide {
  readonly profile: NumberProfile;
  /** Values of the row sample, NaN where missing. Absent: there is a stored profile only. */
  readonly values?: Float64Array | undefined;
  /** Values that quantiles and bins of a stored profile were made of: all, or about so many of its row sample. */
  readonly seen: number;
}

/** @param now with its values */
export const numberTests = (before: NumberSide, now: NumberSide): Tested[] =>
  withArena(undefined, (arena) => {
    const values = now.values ? sortedIn(arena, now.values) : new Float64Array();
    const earlier = before.values && sortedIn(arena, before.values);
    if ((earlier?.length ?? before.seen) === 0 || values.length === 0) return [];
    const [ks, place] = earlier ? onSamples(arena, { baseline: earlier, now: values }) : onBins(before, values);
    const constant = before.profile.min === before.profile.max && values[0] === values.at(-1);
    // One and the same value on both sides can be split in no way that differs.
    const able = !(constant && before.profile.min === values[0]);
    const d = ks?.d ?? 0;
    return [
      { look: 'values', p: able ? ks?.p : undefined, effect: d },
      { look: 'place', p: able ? place?.p : undefined, effect: d },
      range(before.profile, values, able),
    ];
  });

type Tests = readonly [KolmogorovSmirnov | undefined, RankSum | undefined];

function onSamples(arena: Arena, samples: Samples): Tests {
  const walked = walkSamples(samples, arena);
  return [kolmogorovSmirnovOf(walked), rankSumOf(walked)];
}

function range({ min = 0, max = 0, count }: NumberProfile, values: Float64Array, able: boolean): Tested {
  const beyond = countBelow(values, min) + values.length - countUpTo(values, max);
  const p = able ? exceedance({ count: beyond, of: values.length, baseline: count }) : undefined;
  return { look: 'range', p, effect: beyond / values.length };
}

/** On the bins of a stored profile: the distance is at most the mass of the largest bin below the exact one. */
function onBins({ profile, seen }: NumberSide, values: Float64Array): Tests {
  const { edges, counts } = baselineBins(profile);
  const scale = seen / profile.count;
  const binned = { baseline: counts.map((count) => Math.round(count * scale)), now: binCounts(values, edges) };
  return [kolmogorovSmirnov(binned), rankSum(binned)];
}
