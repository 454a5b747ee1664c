/** Ordinary change of a numeric column that a person would want to know of: its place, its width or its shape. */
import type { NumberProfile } from '../../contracts/profile.ts';
import { numberPairs, type Rule } from './comparison.ts';
import { distanceOf } from './number-distance.ts';
import { LOOK, percent, short } from './words.ts';

const LEAST_VALUES = 100;
/** Kolmogorov-Smirnov distance: so many of the values at least are elsewhere. Below it nobody would care, however sure. */
const LEAST_DISTANCE = 0.1;
/** Of the standard deviation, or of the distance between quartiles. */
const PLACE = 0.2;
const WIDTH = 1.25;

export const movedValues: Rule = (comparison) =>
  numberPairs(comparison).flatMap(({ now, before }) => {
    if (Math.min(now.count, before.count) < LEAST_VALUES) return [];
    const { d, p } = distanceOf(now, before);
    if (d < LEAST_DISTANCE || p >= comparison.level) return [];
    const rule = kindOf(now, before);
    return [
      {
        column: now.name,
        rule,
        expected: words(before),
        seen: `${words(now)}: ${percent(d)} of the values at least are elsewhere`,
        cause: CAUSES[rule],
        mend: LOOK,
      },
    ];
  });

type Kind = 'location-change' | 'scale-change' | 'shape-change';

const CAUSES: Readonly<Record<Kind, string>> = {
  'location-change': 'another season, region or kind of customer, a new device, or an offset that was added?',
  'scale-change': 'another mix of sources, rounding or cutting of values, or a device that measures more coarsely?',
  'shape-change': 'another mix of sources, a default value that is filled in, or rounding?',
};

function kindOf(now: NumberProfile, before: NumberProfile): Kind {
  const spread = (profile: NumberProfile): number => (profile.p75 ?? 0) - (profile.p25 ?? 0);
  const [mean, median] = [(now.mean ?? 0) - (before.mean ?? 0), (now.median ?? 0) - (before.median ?? 0)];
  if (Math.abs(mean) >= PLACE * (before.sd ?? 0) || Math.abs(median) >= PLACE * spread(before))
    return 'location-change';
  const width = spread(before) > 0 ? spread(now) / spread(before) : (now.sd ?? 0) / (before.sd ?? 1);
  return width >= WIDTH || width <= 1 / WIDTH ? 'scale-change' : 'shape-change';
}

const words = ({ mean = 0, median = 0, p25 = 0, p75 = 0 }: NumberProfile): string =>
  `mean ${short(mean)}, median ${short(median)} (half of the values from ${short(p25)} to ${short(p75)})`;
