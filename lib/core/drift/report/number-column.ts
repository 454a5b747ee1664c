import { plotScale, plotShares } from '../../data/profile/plot.ts';
import type { NumberBaseline } from '../baseline.ts';
import { numberCause } from '../cause.ts';
import { type Change, LEAST_EFFECT } from '../decision.ts';
import type { DriftColumn } from '../document.ts';
import { numberMeasures } from '../measures.ts';
import type { NumberCounts } from '../number-counter.ts';
import { present } from '../present.ts';
import { sketchQuantile } from '../sketch.ts';
import { effectOf } from './effect.ts';

export function numberColumn(baseline: NumberBaseline, counts: NumberCounts, changes: readonly Change[]): DriftColumn {
  const measures = numberMeasures(baseline, counts);
  const drifted = changes.length > 0;
  const rows = counts.count + counts.nulls;
  const unparsable = rows === 0 ? 0 : counts.unparsable / rows;
  const now = {
    count: counts.count,
    nulls: measures.missing.now,
    min: counts.min,
    max: counts.max,
    mean: counts.mean,
    p25: liveQuantile(baseline, counts, 0.25),
    median: liveQuantile(baseline, counts, 0.5),
    p75: liveQuantile(baseline, counts, 0.75),
  };
  const { count, min, max, mean, p25, median, p75 } = baseline.profile;
  const before = { count, nulls: measures.missing.baseline, min, max, mean, p25, median, p75 };
  const scale = plotScale(baseline);
  const cause =
    drifted && !baseline.of
      ? numberCause(measures, changes, { ...now, unparsableShare: unparsable }, before)
      : undefined;
  return {
    kind: 'number',
    ...(baseline.of ? { of: baseline.of } : {}),
    name: baseline.name,
    type: baseline.type,
    rows,
    measures,
    unparsable,
    now: present(now),
    baseline: present(before),
    ...(scale
      ? {
          plot: {
            scale,
            now: plotShares(scale, baseline, counts.counts),
            baseline: plotShares(scale, baseline, baseline.counts),
          },
        }
      : {}),
    effect: effectOf(baseline.type, measures),
    limit: LEAST_EFFECT,
    drifted,
    changes: [...changes],
    ...(cause ? { cause } : {}),
  };
}

/** Within 1 % of the value is less than half a step for whole numbers below 50. */
const EXACT_BELOW = 50;

/** A quantile of the window within 1 %, never beyond its smallest and largest value, exact for small whole numbers. */
function liveQuantile({ type }: NumberBaseline, { sketch, min, max }: NumberCounts, p: number): number | undefined {
  const value = sketchQuantile(sketch, p);
  if (value === undefined || min === undefined || max === undefined) return undefined;
  const near = Math.min(max, Math.max(min, value));
  return type === 'integer' && Math.abs(near) < EXACT_BELOW ? Math.round(near) + 0 : near;
}
