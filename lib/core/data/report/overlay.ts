/** Two profiles of one column on one scale: what a plot shows of before and after. */
import * as z from 'zod';
import {
  type CategoryProfile,
  type ColumnProfile,
  isMostlyDistinct,
  type NumberProfile,
} from '../../contracts/profile.ts';
import { BARS, PlotScale, PlotShares, plotScale, plotShares } from '../profile/plot.ts';
import { type Bins, withTopBin } from '../profile/top-bin.ts';

export const NumberOverlay = z.strictObject({ scale: PlotScale, before: PlotShares, after: PlotShares });
export type NumberOverlay = z.infer<typeof NumberOverlay>;

/** @returns undefined where a side has no value */
export function numberOverlay(before: NumberProfile, after: NumberProfile): NumberOverlay | undefined {
  const [was, is] = [withTopBin(before), withTopBin(after)];
  const [a, b] = [plotScale(was), plotScale(is)];
  if (!a || !b) return undefined;
  const values = a.kind === 'values' && b.kind === 'values' ? union(a.values, b.values) : [];
  if (values.length > 0 && values.length <= BARS)
    return {
      scale: { kind: 'values', values },
      before: sharesOf(values, was),
      after: sharesOf(values, is),
    };
  const [low, high] = [endsOf(a), endsOf(b)];
  const scale: PlotScale = { kind: 'range', from: Math.min(low.from, high.from), to: Math.max(low.to, high.to) };
  if (scale.from === scale.to) return undefined;
  return { scale, before: plotShares(scale, was, was.counts), after: plotShares(scale, is, is.counts) };
}

const union = (a: readonly number[], b: readonly number[]): number[] =>
  [...new Set([...a, ...b])].sort((x, y) => x - y);

const endsOf = (scale: PlotScale): { from: number; to: number } =>
  scale.kind === 'range' ? scale : { from: scale.values[0] ?? 0, to: scale.values.at(-1) ?? 0 };

/** Of a profile whose edges are its values: nothing lies below or above. */
function sharesOf(values: readonly number[], { edges, counts }: Bins): PlotShares {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const at = new Map(edges.map((edge, i) => [edge, counts[i + 1] ?? 0]));
  return [0, ...values.map((value) => Number(((at.get(value) ?? 0) / total).toFixed(4))), 0];
}

const share = z.number().min(0).max(1);
const LevelPair = z.strictObject({ value: z.string(), before: share, after: share });
type LevelPair = z.infer<typeof LevelPair>;

/** Shares of the values; the largest level first. */
export const LevelOverlay = z.strictObject({
  levels: z.array(LevelPair).max(8),
  other: z.strictObject({ levels: z.number().int().nonnegative(), before: share, after: share }),
});
export type LevelOverlay = z.infer<typeof LevelOverlay>;

/** Of two profiles of one column. */
export const Overlay = z.union([NumberOverlay, LevelOverlay]);
export type Overlay = z.infer<typeof Overlay>;

export function overlayOf(before: ColumnProfile, after: ColumnProfile): Overlay | undefined {
  if (before.kind === 'number' && after.kind === 'number') return numberOverlay(before, after);
  return before.kind === 'category' && after.kind === 'category' ? levelOverlay(before, after) : undefined;
}

const LEVELS_SHOWN = 8;

/** @returns undefined where a side has no value, or values that are not shown */
export function levelOverlay(before: CategoryProfile, after: CategoryProfile): LevelOverlay | undefined {
  if (before.count === 0 || after.count === 0 || isMostlyDistinct(before) || isMostlyDistinct(after)) return undefined;
  const pairs = new Map<string, LevelPair>();
  for (const { value, count } of before.levels) pairs.set(value, { value, before: count / before.count, after: 0 });
  for (const { value, count } of after.levels)
    pairs.set(value, { value, before: pairs.get(value)?.before ?? 0, after: count / after.count });
  const all = [...pairs.values()].sort((a, b) => Math.max(b.before, b.after) - Math.max(a.before, a.after));
  const levels = all.slice(0, LEVELS_SHOWN);
  const rest = (side: 'before' | 'after'): number =>
    Math.max(0, 1 - levels.reduce((sum, level) => sum + level[side], 0));
  const hidden = Math.max(before.other.levels, after.other.levels);
  return {
    levels,
    other: { levels: all.length - levels.length + hidden, before: rest('before'), after: rest('after') },
  };
}
