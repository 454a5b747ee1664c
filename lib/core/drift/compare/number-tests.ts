/** The tests of a numeric column: how its values are distributed, where they lie, and what is beyond the range of before. */
import type { NumberProfile } from '../../contracts/profile.ts';
import { binCounts } from '../../data/profile/quantiles.ts';
import { countBelow, countUpTo } from '../../data/profile/search.ts';
import { baselineBins } from '../baseline-bins.ts';
import type { Counts } from '../statistics/counts.ts';
import { exceedance } from '../statistics/exceedance.ts';
import { kolmogorovSmirnov } from '../statistics/kolmogorov-smirnov.ts';
import { placedCounts } from '../statistics/placed-counts.ts';
import { rankSum } from '../statistics/rank-sum.ts';
import type { Tested } from './level.ts';

export interface NumberSide {
  readonly profile: NumberProfile;
  /** Values of the row sample, ascending. Absent: there is a stored profile only. */
  readonly values?: Float64Array | undefined;
  /** Values that quantiles and bins of the profile were made of: all, or those of its row sample. */
  readonly seen: number;
}

/** @param now with its values */
export function numberTests(before: NumberSide, now: NumberSide): Tested[] {
  const values = now.values ?? new Float64Array();
  if (before.seen === 0 || values.length === 0) return [];
  const counts = before.values ? placedCounts({ baseline: before.values, now: values }) : onBins(before, values);
  const ks = kolmogorovSmirnov(counts);
  const place = rankSum(counts);
  const constant = before.profile.min === before.profile.max && values[0] === values.at(-1);
  // One and the same value on both sides can be split in no way that differs.
  const able = !(constant && before.profile.min === values[0]);
  const d = ks?.d ?? 0;
  return [
    { look: 'values', p: able ? ks?.p : undefined, effect: d },
    { look: 'place', p: able ? place?.p : undefined, effect: d },
    range(before.profile, values, able),
  ];
}

function range({ min = 0, max = 0, count }: NumberProfile, values: Float64Array, able: boolean): Tested {
  const beyond = countBelow(values, min) + values.length - countUpTo(values, max);
  const p = able ? exceedance({ count: beyond, of: values.length, baseline: count }) : undefined;
  return { look: 'range', p, effect: beyond / values.length };
}

/** On the bins of a stored profile: the distance is at most the mass of the largest bin below the exact one. */
function onBins({ profile, seen }: NumberSide, now: Float64Array): Counts {
  const { edges, counts } = baselineBins(profile);
  const scale = seen / profile.count;
  return { baseline: counts.map((count) => Math.round(count * scale)), now: binCounts(now, edges) };
}
