/** Which columns of two datasets differ, from their profiles. */

import type { ColumnChange } from '../../../contracts/data-diff.ts';
import { canonicalJson } from '../../../contracts/digest.ts';
import {
  type CategoryProfile,
  type ColumnProfile,
  isMostlyDistinct,
  type NumberProfile,
} from '../../../contracts/profile.ts';
import { levelOverlay, numberOverlay } from '../../report/overlay.ts';
import { levelDistance, numberDistance } from './column-distance.ts';

const MOST_LEVELS = 10;

/** Of columns both have. Undefined where the profiles are equal. */
export function columnChange(before: ColumnProfile, after: ColumnProfile): ColumnChange | undefined {
  if (canonicalJson(before) === canonicalJson(after)) return undefined;
  const column = after.name;
  if (before.kind === 'number' && after.kind === 'number') {
    const distance = numberDistance(before, after);
    return {
      kind: 'number',
      column,
      ...effectOf(distance, before, after),
      before: numberFacts(before),
      after: numberFacts(after),
      ...plotOf(numberOverlay(before, after)),
    };
  }
  if (before.kind === 'category' && after.kind === 'category') {
    const distance = levelDistance(before, after);
    return {
      kind: 'category',
      column,
      ...effectOf(distance, before, after),
      before: levelFacts(before),
      after: levelFacts(after),
      levels: changedLevels(before, after),
      ...plotOf(levelOverlay(before, after)),
    };
  }
  return { kind: 'mixed', column, effect: 1, before: before.kind, after: after.kind };
}

const plotOf = <P>(plot: P | undefined): { plot?: P } => (plot === undefined ? {} : { plot });

function effectOf(distance: number | undefined, before: ColumnProfile, after: ColumnProfile) {
  const nulls = Math.abs(nullShare(before) - nullShare(after));
  return { effect: Math.max(distance ?? 0, nulls), ...(distance === undefined ? {} : { distance }) };
}

const nullShare = ({ count, nulls }: ColumnProfile): number => (count + nulls === 0 ? 0 : nulls / (count + nulls));

function numberFacts({ count, nulls, ...profile }: NumberProfile) {
  const { min, max, mean, sd, p25, median, p75 } = profile;
  const facts = Object.entries({ min, max, mean, sd, p25, median, p75 });
  return { count, nulls, ...Object.fromEntries(facts.filter(([, value]) => value !== undefined)) };
}

const levelFacts = ({ count, nulls, levels, other }: CategoryProfile) => ({
  count,
  nulls,
  levels: levels.length + other.levels,
});

function changedLevels(before: CategoryProfile, after: CategoryProfile) {
  if (isMostlyDistinct(before) || isMostlyDistinct(after)) return [];
  const counts = new Map(before.levels.map(({ value, count }) => [value, { before: count, after: 0 }]));
  for (const { value, count } of after.levels)
    counts.set(value, { before: counts.get(value)?.before ?? 0, after: count });
  const difference = (one: { before: number; after: number }): number =>
    Math.abs(one.before / Math.max(1, before.count) - one.after / Math.max(1, after.count));
  return [...counts]
    .map(([value, pair]) => ({ value, ...pair, difference: difference(pair) }))
    .filter(({ difference }) => difference > 0)
    .sort((a, b) => b.difference - a.difference || (a.value < b.value ? -1 : 1))
    .slice(0, MOST_LEVELS)
    .map(({ value, before, after }) => ({ value, before, after }));
}
