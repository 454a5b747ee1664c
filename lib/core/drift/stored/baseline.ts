/** The baseline of a version as a document. */
import type { DriftBaseline } from '../../contracts/drift-baseline.ts';
import type { Profile } from '../../contracts/profile.ts';
import type { SchemaColumn } from '../../contracts/schema.ts';
import { profiledType } from '../../data/file/reference.ts';
import type { VersionBaseline } from '../baseline.ts';
import { storedCorrelations, sumsOfCorrelations } from './correlations.ts';
import { profileOfFeature, profileOfNumber, storedFeature, storedNumber } from './features.ts';

/** @param profile of the dataset the version was trained on @param columns of its contract */
export function storedBaseline(
  profile: Profile,
  columns: readonly SchemaColumn[],
  { predictions, correlations }: VersionBaseline,
): DriftBaseline {
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  return {
    v: 1,
    kind: 'drift-baseline',
    rows: profile.rows,
    ...(profile.sample ? { sample: profile.sample } : {}),
    columns: profile.columns.map((column) => storedFeature(column, types.get(column.name) ?? profiledType(column))),
    ...(predictions ? { predictions: storedNumber(predictions, 'number') } : {}),
    ...(correlations ? { correlations: storedCorrelations(correlations) } : {}),
  };
}

/** What of a profile is in a baseline. @throws RangeError naming the column that is damaged */
export const profileOfBaseline = ({ rows, sample, columns }: DriftBaseline): Profile => ({
  v: 2,
  rows,
  ...(sample ? { sample } : {}),
  columns: columns.map((column) => named(column.name, () => profileOfFeature(column))),
});

/** @throws RangeError naming what is damaged */
export function versionPart({ predictions, correlations }: DriftBaseline): VersionBaseline {
  return {
    predictions: predictions && named('predictions', () => profileOfNumber(predictions)),
    correlations: correlations && named('correlations', () => sumsOfCorrelations(correlations)),
  };
}

function named<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(`${name}: ${error.message}`, { cause: error });
  }
}
