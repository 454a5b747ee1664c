/** What live traffic is compared with: the profile of the dataset the serving version was trained on. */
import type { CategoryProfile, NumberProfile, Profile } from '../contracts/profile.ts';
import type { ColumnType, SchemaColumn } from '../contracts/schema.ts';
import { baselineBins } from './baseline-bins.ts';
import { booleanLevelOf } from './cells.ts';

export interface NumberBaseline {
  readonly kind: 'number';
  readonly name: string;
  readonly type: ColumnType;
  /** Words that stand for a missing value. */
  readonly nulls?: readonly string[];
  readonly profile: NumberProfile;
  /** Ascending; bin i holds values in [edges[i-1], edges[i]), the first those below all, the last those above. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

export interface CategoryBaseline {
  readonly kind: 'category';
  readonly name: string;
  readonly type: ColumnType;
  readonly nulls?: readonly string[];
  readonly profile: CategoryProfile;
  readonly levels: readonly string[];
  readonly counts: readonly number[];
  /** Whether `levels` are all there were: only then is another one new. */
  readonly complete: boolean;
  /** Most different values there may have been. */
  readonly distinct: number;
}

/** A column of the contract that the profile does not know: it is reported and not compared. */
export interface UnknownBaseline {
  readonly kind: 'unknown';
  readonly name: string;
  readonly type: ColumnType;
  readonly problem: string;
}

export type BaselineColumn = NumberBaseline | CategoryBaseline | UnknownBaseline;

/** One entry for each feature column of the contract, in its order. */
export function baselineColumns(profile: Profile, columns: readonly SchemaColumn[]): BaselineColumn[] {
  const byName = new Map(profile.columns.map((column) => [column.name, column]));
  return columns.map(({ name, type, nulls }) => {
    const found = byName.get(name);
    if (!found) return { kind: 'unknown', name, type, problem: 'the baseline profile has no such column' };
    const baseline = found.kind === 'number' ? numberBaseline(found, type) : categoryBaseline(found, type);
    return baseline.kind === 'unknown' || nulls === undefined ? baseline : { ...baseline, nulls };
  });
}

function numberBaseline(profile: NumberProfile, type: ColumnType): BaselineColumn {
  if (profile.counts.length !== profile.edges.length + 1)
    return {
      kind: 'unknown',
      name: profile.name,
      type,
      problem: `the baseline profile has ${profile.counts.length} counts for ${profile.edges.length} edges`,
    };
  return { kind: 'number', name: profile.name, type, profile, ...baselineBins(profile) };
}

function categoryBaseline(profile: CategoryProfile, type: ColumnType): CategoryBaseline {
  const merged = new Map<string, number>();
  for (const { value, count } of profile.levels) {
    const level = (type === 'boolean' ? booleanLevelOf(value) : undefined) ?? value;
    merged.set(level, (merged.get(level) ?? 0) + count);
  }
  return {
    kind: 'category',
    name: profile.name,
    type,
    profile,
    levels: [...merged.keys()],
    counts: [...merged.values()],
    complete: profile.other.levels === 0,
    distinct: merged.size + profile.other.levels + (profile.other.unlisted ?? 0),
  };
}
