/**
 * What live traffic is compared with: the profile of the dataset the serving version was trained on, what the version
 * answered for rows it was not trained on, and how columns go together.
 */
import type { CategoryProfile, NumberProfile, Profile } from '../contracts/profile.ts';
import type { ColumnType, SchemaColumn } from '../contracts/schema.ts';
import { baselineBins } from './baseline-bins.ts';
import { booleanLevelOf } from './cells.ts';
import { type ReferencePair, referencePairs } from './correlations/reference.ts';
import { type ScoredColumn, scoredColumns } from './correlations/scores.ts';
import { higherSumsOf, type ReferenceSums, sumsOf } from './correlations/sums.ts';
import type { CategoryBaseline, FeatureBaseline, NumberBaseline, UnknownBaseline } from './feature-baseline.ts';

export type { CategoryBaseline, FeatureBaseline, NumberBaseline };

/** How columns go together, pair by pair: what no column shows alone. */
export interface CorrelationsBaseline {
  readonly kind: 'correlations';
  readonly name: string;
  readonly type: ColumnType;
  readonly columns: readonly ScoredColumn[];
  /** Rows the pairs were counted in. */
  readonly rows: number;
  readonly pairs: readonly ReferencePair[];
}

export type BaselineColumn = FeatureBaseline | CorrelationsBaseline;

/** What the model answered. */
export const isPredictions = (column: BaselineColumn): column is NumberBaseline =>
  column.kind === 'number' && column.of === 'predictions';
/** A column of the contract. */
export const isFeature = (column: BaselineColumn): column is FeatureBaseline =>
  column.kind !== 'correlations' && !isPredictions(column);

/** What a version's baseline holds beside the profile of its dataset. */
export interface VersionBaseline {
  /** Scores of a classifier, predictions of a regression. */
  readonly predictions?: NumberProfile | undefined;
  readonly correlations?: ReferenceSums | undefined;
}

/** The columns of the contract in its order, then the predictions and the correlations of a version that keeps them. */
export function versionBaseline(
  profile: Profile,
  columns: readonly SchemaColumn[],
  { predictions, correlations }: VersionBaseline,
): BaselineColumn[] {
  const features = baselineColumns(profile, columns);
  const answered = predictions && numberBaseline({ ...predictions, name: freeName('predictions', columns) }, 'number');
  const together = correlations && correlationsBaseline(features, correlations, freeName('correlations', columns));
  return [
    ...features,
    ...(answered?.kind === 'number' ? [{ ...answered, of: 'predictions' as const }] : []),
    ...(together ? [together] : []),
  ];
}

/** Reports name columns: that of the model is told from one of the data. */
const freeName = (name: string, columns: readonly SchemaColumn[]): string =>
  columns.some((column) => column.name === name) ? freeName(`${name} (model)`, columns) : name;

/** Undefined where there are no pairs, or the sums are those of other columns. */
function correlationsBaseline(
  features: readonly FeatureBaseline[],
  sums: ReferenceSums,
  name: string,
): CorrelationsBaseline | undefined {
  const columns = scoredColumns(features);
  if (sums.sums.length !== sumsOf(columns.length) || sums.higher.length !== higherSumsOf(columns.length))
    return undefined;
  const pairs = sums.rows < 2 ? [] : referencePairs(sums, columns.length);
  return pairs.length === 0
    ? undefined
    : { kind: 'correlations', name, type: 'number', columns, rows: sums.rows, pairs };
}

/** One entry for each feature column of the contract, in its order. */
export function baselineColumns(profile: Profile, columns: readonly SchemaColumn[]): FeatureBaseline[] {
  const byName = new Map(profile.columns.map((column) => [column.name, column]));
  return columns.map(({ name, type, nulls }) => {
    const found = byName.get(name);
    if (!found) return { kind: 'unknown', name, type, problem: 'the baseline profile has no such column' };
    const baseline = found.kind === 'number' ? numberBaseline(found, type) : categoryBaseline(found, type);
    return baseline.kind === 'unknown' || nulls === undefined ? baseline : { ...baseline, nulls };
  });
}

function numberBaseline(profile: NumberProfile, type: ColumnType): NumberBaseline | UnknownBaseline {
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
