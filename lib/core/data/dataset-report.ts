/** The stored report of one dataset: what was accepted of an upload, and how its columns look. Holds no row. */
import * as z from 'zod';
import { RejectedReason } from '../contracts/check.ts';
import {
  type CategoryProfile,
  type ColumnProfile,
  isMostlyDistinct,
  type NumberProfile,
  type Profile,
} from '../contracts/profile.ts';
import { ColumnType, type DatasetSchema, Task } from '../contracts/schema.ts';
import { type ColumnFacts, FINDING_RULES, findingsOf, isIdentifier } from './findings.ts';
import { PlotScale, PlotShares, plotScale, plotShares } from './profile/plot.ts';
import { withTopBin } from './profile/top-bin.ts';
import type { Leak } from './survey/leaks.ts';

const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);
const number = z.number().optional();

/** Most levels that are shown of a column. */
const LEVELS_SHOWN = 8;

const common = { name: z.string(), type: ColumnType, count, nulls: count, distinct: count.optional() };

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
  }),
  z.strictObject({
    kind: z.literal('category'),
    ...common,
    /** Whether there are more than `distinct` levels. */
    more: z.boolean(),
    /** The largest 8 with their share of the values; none where the values are mostly distinct. */
    levels: z.array(z.strictObject({ value: z.string(), share })).max(LEVELS_SHOWN),
    other: z.strictObject({ levels: count, share }),
  }),
]);
export type ReportColumn = z.infer<typeof ReportColumn>;

export const DatasetReport = z.strictObject({
  v: z.literal(1),
  model: z.string(),
  run: z.string(),
  file: z.string(),
  bytes: count,
  author: z.string(),
  /** When it was checked, ISO 8601. */
  checked: z.string(),
  manifestRevision: z.number().int(),
  /** Digest of the dataset. */
  dataset: z.string(),
  task: Task,
  /** Rows kept, and set aside with their reasons: the most frequent 10. */
  rows: count,
  rejected: count,
  allowedShare: share,
  reasons: z.array(RejectedReason).max(10),
  train: count,
  holdout: count,
  /** Share of the positive label (binary classification). */
  positive: z.strictObject({ label: z.string(), share }).optional(),
  target: ReportColumn,
  /** Worst first. */
  findings: z.array(z.strictObject({ column: z.string(), rule: z.enum(FINDING_RULES), text: z.string() })),
  /** In contract order. */
  columns: z.array(ReportColumn),
});
export type DatasetReport = z.infer<typeof DatasetReport>;

export interface DatasetReportInput
  extends Omit<DatasetReport, 'v' | 'task' | 'positive' | 'target' | 'findings' | 'columns'> {
  readonly schema: DatasetSchema;
  readonly profile: Profile;
  /** Of the dataset before, under the same contract. */
  readonly previous?: Profile | undefined;
  readonly positiveShare?: number | undefined;
  /** Columns that give the target away. */
  readonly leaks: readonly Leak[];
}

export function datasetReport(input: DatasetReportInput): DatasetReport {
  const { schema, profile, previous, positiveShare, leaks, ...rest } = input;
  const { target } = profile;
  if (!target) throw new Error('the profile of a dataset has no target');
  const before = new Map(previous?.columns.map((column) => [column.name, column]));
  const types = new Map(schema.columns.map(({ name, type }) => [name, type]));
  const leakOf = new Map(leaks.map((leak) => [leak.column, leak]));
  const facts = profile.columns.map(
    (column): ColumnFacts => ({
      profile: column,
      type: types.get(column.name) ?? 'text',
      before: before.get(column.name),
      leak: leakOf.get(column.name),
    }),
  );
  const positive = schema.target.labels?.[1];
  return {
    v: 1,
    ...rest,
    task: schema.task,
    ...(positive === undefined || positiveShare === undefined
      ? {}
      : { positive: { label: positive, share: positiveShare } }),
    target: reportColumn(target, schema.target.type),
    findings: findingsOf(facts, schema.target.name),
    columns: facts.map(({ profile, type }) => reportColumn(profile, type)),
  };
}

const reportColumn = (profile: ColumnProfile, type: ColumnType): ReportColumn =>
  profile.kind === 'number' ? numberColumn(profile, type) : categoryColumn(profile, type);

function numberColumn(profile: NumberProfile, type: ColumnType): ReportColumn {
  const { name, count, nulls, distinct, min, max, mean, sd, p25, median, p75 } = profile;
  const about = { kind: 'number' as const, name, type, count, nulls, ...(distinct === undefined ? {} : { distinct }) };
  if (isIdentifier(profile, type)) return about;
  const bins = withTopBin(profile);
  const scale = plotScale(bins);
  const numbers = Object.entries({ min, max, mean, sd, p25, median, p75 });
  return {
    ...about,
    ...Object.fromEntries(numbers.filter(([, value]) => value !== undefined && Number.isFinite(value))),
    ...(scale ? { plot: { scale, shares: plotShares(scale, bins, bins.counts) } } : {}),
  };
}

function categoryColumn(profile: CategoryProfile, type: ColumnType): ReportColumn {
  const { name, count, nulls, levels, other } = profile;
  const distinct = levels.length + other.levels;
  const shown = isMostlyDistinct(profile) ? [] : levels.slice(0, LEVELS_SHOWN);
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
  };
}
