import type { CategoryBaseline } from '../baseline.ts';
import type { CategoryCounts } from '../category-counter.ts';
import { categoryCause } from '../cause.ts';
import { type Change, LEAST_EFFECT } from '../decision.ts';
import type { DriftColumn } from '../document.ts';
import { categoryMeasures } from '../measures.ts';
import { effectOf } from './effect.ts';

type Bars = NonNullable<Extract<DriftColumn, { kind: 'category' }>['bars']>;

/** Most levels that are shown of a column. */
const LEVELS_SHOWN = 8;

export function categoryColumn(
  baseline: CategoryBaseline,
  counts: CategoryCounts,
  changes: readonly Change[],
): DriftColumn {
  const measures = categoryMeasures(baseline, counts);
  const drifted = changes.length > 0;
  const cause = drifted ? categoryCause(measures, changes) : undefined;
  const bars = levelBars(baseline, counts);
  const known = baseline.levels.map((level, i) => [level, counts.counts[i] ?? 0] as const).filter(([, n]) => n > 0);
  const distinct = known.length + counts.others.length;
  const distinctBefore = baseline.levels.length + baseline.profile.other.levels;
  return {
    kind: 'category',
    name: baseline.name,
    type: baseline.type,
    rows: counts.count + counts.nulls,
    measures,
    now: {
      count: counts.count,
      nulls: measures.missing.now,
      // Beyond the levels that are told apart nobody counted.
      ...(counts.unlisted === 0 ? { distinct } : {}),
      levels: largest([...known, ...counts.others], counts.count, distinct + counts.unlisted),
    },
    baseline: {
      count: baseline.profile.count,
      nulls: measures.missing.baseline,
      distinct: distinctBefore,
      levels: largest(
        baseline.levels.map((level, i) => [level, baseline.counts[i] ?? 0] as const),
        baseline.profile.count,
        baseline.distinct,
      ),
    },
    ...(bars ? { bars } : {}),
    effect: effectOf(baseline.type, measures),
    limit: LEAST_EFFECT,
    drifted,
    changes: [...changes],
    ...(cause ? { cause } : {}),
  };
}

/**
 * Both sides of the levels that are largest on either; nothing where the baseline's values are mostly distinct. Where
 * those of the window are, its own levels are counted and not named.
 */
function levelBars(baseline: CategoryBaseline, counts: CategoryCounts): Bars | undefined {
  const before = { count: baseline.profile.count, distinct: baseline.distinct };
  const met = counts.counts.filter((each) => each > 0).length;
  const now = { count: counts.count, distinct: met + counts.others.length + counts.unlisted };
  if (mostlyDistinct(before)) return undefined;
  const share = (each: number, { count }: { count: number }): number => (count === 0 ? 0 : each / count);
  const known = baseline.levels.map((value, i) => ({
    value,
    now: share(counts.counts[i] ?? 0, now),
    baseline: share(baseline.counts[i] ?? 0, before),
    isNew: false,
  }));
  const fresh = counts.others.map(([value, each]) => ({
    value,
    now: share(each, now),
    baseline: 0,
    isNew: baseline.complete,
  }));
  const levels = [...known, ...(mostlyDistinct(now) ? [] : fresh)]
    .sort((a, b) => Math.max(b.now, b.baseline) - Math.max(a.now, a.baseline))
    .slice(0, LEVELS_SHOWN);
  const rest = (side: 'now' | 'baseline', { count }: { count: number }): number =>
    count === 0 ? 0 : Math.max(0, 1 - levels.reduce((sum, level) => sum + level[side], 0));
  const unlisted = baseline.profile.other.levels + (counts.unlisted > 0 ? 1 : 0);
  return {
    levels,
    other: {
      now: rest('now', now),
      baseline: rest('baseline', before),
      levels: known.length + fresh.length - levels.length + unlisted,
    },
  };
}

/** Such values are names, ids or free text: none is shown. */
const mostlyDistinct = ({ count, distinct }: { count: number; distinct: number }): boolean => distinct > count / 2;

function largest(
  levels: readonly (readonly [string, number])[],
  count: number,
  distinct: number,
): { value: string; share: number }[] {
  if (count === 0 || mostlyDistinct({ count, distinct })) return [];
  return levels
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, LEVELS_SHOWN)
    .map(([value, each]) => ({ value, share: each / count }));
}
