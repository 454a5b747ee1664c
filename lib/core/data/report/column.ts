/** One column of a report: what a person looks at, without the profile's many bins. Holds no row. */
import * as z from 'zod';
import {
  type CategoryProfile,
  type ColumnProfile,
  isMostlyDistinct,
  type NumberProfile,
} from '../../contracts/profile.ts';
import { ColumnType } from '../../contracts/schema.ts';
import { isIdentifier } from '../findings.ts';
import { PlotScale, PlotShares, plotScale, plotShares } from '../profile/plot.ts';
import { withTopBin } from '../profile/top-bin.ts';
import { ReportRelation, reportRelation } from './relation.ts';

const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);
const number = z.number().optional();

/** Most levels that are shown of a column. */
const LEVELS_SHOWN = 8;

const common = {
  name: z.string(),
  type: ColumnType,
  count,
  nulls: count,
  distinct: count.optional(),
  /** From here on: absent in reports of version 1. Words that stood for a missing value. */
  words: z.array(z.strictObject({ word: z.string(), count })).optional(),
  relation: ReportRelation.optional(),
};

export const ReportColumn = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('number'),
    ...common,
    /** Epoch seconds where the type is a timestamp. All absent where the values are identifiers. */
    min: number,
    max: number,
    mean: number,
    sd: number,
    p25: number,
    median: number,
    p75: number,
    plot: z.strictObject({ scale: PlotScale, shares: PlotShares }).optional(),
    /** From here on: absent in reports of version 1. */
    p5: number,
    p95: number,
    zeros: count.optional(),
    negatives: count.optional(),
    /** Instead of `distinct`, of large files: at least so many different values. */
    distinctAtLeast: count.optional(),
    /** The most frequent values, each with at least 1 % of them. */
    top: z.array(z.strictObject({ value: z.number(), share })).optional(),
    /** Timestamps: shares by hour of the day, and by day of the week from Sunday on, UTC. */
    hours: z.array(share).optional(),
    weekdays: z.array(share).optional(),
  }),
  z.strictObject({
    kind: z.literal('category'),
    ...common,
    /** Whether there are more than `distinct` levels. */
    more: z.boolean(),
    /** The largest 8 with their share of the values; none where the values are mostly distinct. */
    levels: z.array(z.strictObject({ value: z.string(), share })).max(LEVELS_SHOWN),
    other: z.strictObject({ levels: count, share }),
    /** From here on: absent in reports of version 1. Shares may be too low by this part of the values. */
    bound: share.optional(),
    /** Values that look like UTF-8 read as Latin-1. */
    mojibake: count.optional(),
  }),
]);
export type ReportColumn = z.infer<typeof ReportColumn>;

export const reportColumn = (profile: ColumnProfile, type: ColumnType): ReportColumn =>
  profile.kind === 'number' ? numberColumn(profile, type) : categoryColumn(profile, type);

function numberColumn(profile: NumberProfile, type: ColumnType): ReportColumn {
  const { name, count, nulls, distinct, distinctAtLeast, words = [] } = profile;
  const about = {
    kind: 'number' as const,
    name,
    type,
    count,
    nulls,
    ...(distinct === undefined ? {} : { distinct }),
    ...(distinctAtLeast === undefined ? {} : { distinctAtLeast }),
    ...(words.length > 0 ? { words } : {}),
  };
  if (isIdentifier(profile, type)) return about;
  const { min, max, mean, sd, p25, median, p75, zeros, negatives, top, hours, weekdays } = profile;
  const bins = withTopBin(profile);
  const scale = plotScale(bins);
  const numbers = Object.entries({ min, max, mean, sd, p25, median, p75, ...tails(profile) });
  return {
    ...about,
    ...Object.fromEntries(numbers.filter(([, value]) => value !== undefined && Number.isFinite(value))),
    ...(scale ? { plot: { scale, shares: plotShares(scale, bins, bins.counts) } } : {}),
    ...(zeros === undefined ? {} : { zeros }),
    ...(negatives === undefined ? {} : { negatives }),
    ...(top && top.length > 0 ? { top } : {}),
    ...(hours ? { hours: shares(hours) } : {}),
    ...(weekdays ? { weekdays: shares(weekdays) } : {}),
    ...relationOf(profile),
  };
}

/** Values of the data below and above which a twentieth lies, as near as the bins tell. */
function tails({ edges, counts }: NumberProfile): { p5?: number; p95?: number } {
  const total = counts.reduce((sum, each) => sum + each, 0);
  if (total < 20) return {};
  const at = (p: number): number | undefined => {
    let below = 0;
    const bin = counts.findIndex((each) => {
      below += each;
      return below > p * (total - 1);
    });
    return edges[Math.max(0, bin - 1)];
  };
  const [p5, p95] = [at(0.05), at(0.95)];
  return { ...(p5 === undefined ? {} : { p5 }), ...(p95 === undefined ? {} : { p95 }) };
}

/** To four digits. */
function shares(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, each) => sum + each, 0);
  return counts.map((each) => (total === 0 ? 0 : Number((each / total).toFixed(4))));
}

function relationOf({ relation }: ColumnProfile): { relation?: ReportRelation } {
  const found = relation && reportRelation(relation);
  return found ? { relation: found } : {};
}

function categoryColumn(profile: CategoryProfile, type: ColumnType): ReportColumn {
  const { name, count, nulls, levels, other, words = [], bound, mojibake } = profile;
  const distinct = levels.length + other.levels;
  const hidden = isMostlyDistinct(profile);
  const shown = hidden ? [] : levels.slice(0, LEVELS_SHOWN);
  const rest = count - shown.reduce((sum, level) => sum + level.count, 0);
  return {
    kind: 'category',
    name,
    type,
    count,
    nulls,
    distinct,
    more: other.unlisted !== undefined,
    levels: shown.map((level) => ({ value: level.value, share: level.count / count })),
    other: { levels: distinct - shown.length, share: count === 0 ? 0 : rest / count },
    ...(words.length > 0 ? { words } : {}),
    ...(bound === undefined || count === 0 ? {} : { bound: Math.min(1, bound / count) }),
    ...(mojibake ? { mojibake } : {}),
    ...(hidden ? {} : relationOf(profile)),
  };
}
