/** Baselines of two parts of the data, counted on the same bins and levels, as one of both. */
import type { BaselineFeature, CategoryFeature, DriftBaseline, NumberFeature } from '../../contracts/drift-baseline.ts';
import { mergeReferences } from '../correlations/sums.ts';
import { present } from '../present.ts';
import { versionPart } from './baseline.ts';
import { storedCorrelations } from './correlations.ts';
import { packCounts, unpackCounts } from './packed.ts';

/**
 * Counts, range, mean and sums are those of the whole (the mean to rounding). Quartiles are left out: parts do not tell them;
 * neither do they tell what a sample's quantiles rest on.
 * @throws RangeError naming the column that was counted on other bins or levels
 */
export function mergeBaselines(a: DriftBaseline, b: DriftBaseline): DriftBaseline {
  if (a.columns.length !== b.columns.length) throw new RangeError('the two baselines have other columns');
  const sums = [a, b].map((each) => versionPart(each).correlations);
  const [ours, theirs] = sums;
  const correlations = ours && theirs && mergeReferences(ours, theirs);
  return {
    v: 1,
    kind: 'drift-baseline',
    rows: a.rows + b.rows,
    columns: a.columns.map((column, i) => mergeFeatures(column, b.columns[i])),
    ...(a.predictions && b.predictions ? { predictions: mergeNumbers(a.predictions, b.predictions) } : {}),
    ...(correlations ? { correlations: storedCorrelations(correlations) } : {}),
  };
}

function mergeFeatures(a: BaselineFeature, b: BaselineFeature | undefined): BaselineFeature {
  if (a.name === b?.name && a.type === b.type) {
    if (a.kind === 'number' && b.kind === 'number') return mergeNumbers(a, b);
    if (a.kind === 'category' && b.kind === 'category') return mergeLevels(a, b);
  }
  throw new RangeError(`${a.name}: the two baselines have other columns`);
}

function mergeNumbers(a: NumberFeature, b: NumberFeature): NumberFeature {
  if (a.edges !== b.edges) throw new RangeError(`${a.name}: the two baselines have other bins`);
  const count = a.count + b.count;
  const either = (of: (...values: number[]) => number, x: number | undefined, y: number | undefined) =>
    x === undefined ? y : y === undefined ? x : of(x, y);
  const merged = {
    min: either(Math.min, a.min, b.min),
    max: either(Math.max, a.max, b.max),
    mean: either((x, y) => (x * a.count + y * b.count) / count, a.mean, b.mean),
    // Of both every value is an edge, or it is not known of how many.
    distinct: a.distinct !== undefined && a.distinct === b.distinct ? a.distinct : undefined,
    zeros: a.zeros === undefined || b.zeros === undefined ? undefined : a.zeros + b.zeros,
  };
  return {
    ...{ kind: 'number', name: a.name, type: a.type, count, nulls: a.nulls + b.nulls },
    ...present(merged),
    edges: a.edges,
    counts: addedCounts(a, b),
  };
}

function mergeLevels(a: CategoryFeature, b: CategoryFeature): CategoryFeature {
  if (a.levels.length !== b.levels.length || a.levels.some((level, i) => level !== b.levels[i]))
    throw new RangeError(`${a.name}: the two baselines have other levels`);
  const unlisted = (a.other.unlisted ?? 0) + (b.other.unlisted ?? 0);
  return {
    ...a,
    count: a.count + b.count,
    nulls: a.nulls + b.nulls,
    counts: addedCounts(a, b),
    // The same levels may be among the rest of both: at least so many there are.
    other: {
      levels: Math.max(a.other.levels, b.other.levels),
      count: a.other.count + b.other.count,
      ...(unlisted > 0 ? { unlisted } : {}),
    },
  };
}

function addedCounts(a: { name: string; counts: string }, b: { counts: string }): string {
  const [ours, theirs] = [unpackCounts(a.counts), unpackCounts(b.counts)];
  if (ours.length !== theirs.length) throw new RangeError(`${a.name}: the two baselines have other bins`);
  return packCounts(ours.map((count, i) => count + (theirs[i] ?? 0)));
}
