/** A histogram in one line of text. */
import type { NumberProfile } from '../../core/contracts/profile.ts';
import { plotScale, plotShares } from '../../core/data/profile/plot.ts';
import { withTopBin } from '../../core/data/profile/top-bin.ts';

const STEPS = '▁▂▃▄▅▆▇█';

/** Up to 24 bars from the smallest to the largest value, those beyond the scale at the ends; nothing is a blank. */
export function sparkHistogram(profile: NumberProfile): string {
  const bins = withTopBin(profile);
  const scale = plotScale(bins);
  if (!scale) return '';
  const shares = plotShares(scale, bins, bins.counts);
  const [below = 0] = shares;
  const above = shares.at(-1) ?? 0;
  const bars = shares.slice(below > 0 ? 0 : 1, above > 0 ? undefined : -1);
  const highest = Math.max(...bars);
  return bars
    .map((share) =>
      share === 0 ? ' ' : STEPS[Math.min(STEPS.length - 1, Math.floor((share / highest) * STEPS.length))],
    )
    .join('');
}
