/** A column's profile as it is stored in a baseline, and back. */
import type { BaselineFeature, CategoryFeature, NumberFeature } from '../../contracts/drift-baseline.ts';
import type { CategoryProfile, ColumnProfile, NumberProfile } from '../../contracts/profile.ts';
import type { ColumnType } from '../../contracts/schema.ts';
import { present } from '../present.ts';
import { packCounts, packRising, unpackCounts, unpackRising } from './packed.ts';

/** A feature takes at most so many bytes of JSON; how columns go together takes at most 600 more for each: 4 kB together. */
export const MOST_FEATURE_BYTES = 3_496;

export const storedFeature = (profile: ColumnProfile, type: ColumnType): BaselineFeature =>
  profile.kind === 'number' ? storedNumber(profile, type) : storedCategory(profile, type);

export const bytesOf = (feature: BaselineFeature): number => Buffer.byteLength(JSON.stringify(feature));

const fits = (feature: BaselineFeature): boolean => bytesOf(feature) <= MOST_FEATURE_BYTES;

/** Where all edges take too much room, which needs long numbers and millions of rows, every second one is left out. */
export function storedNumber(profile: NumberProfile, type: ColumnType): NumberFeature {
  const { name, count, nulls, min, max, mean, p25, median, p75, distinct, zeros } = profile;
  let { edges, counts } = profile;
  for (;;) {
    const feature = present({
      ...{ kind: 'number' as const, name, type, count, nulls, min, max, mean, p25, median, p75, distinct, zeros },
      edges: packRising(edges),
      counts: packCounts(counts),
    });
    if (fits(feature) || edges.length < 3) return feature;
    [edges, counts] = halved(edges, counts);
  }
}

/** The first edge and the last stay; the counts between two edges that do are added up. */
function halved(edges: readonly number[], counts: readonly number[]): [edges: number[], counts: number[]] {
  const kept: number[] = [];
  const joined: number[] = [];
  let sum = 0;
  for (const [i, edge] of edges.entries()) {
    sum += counts[i] ?? 0;
    if (i % 2 === 1 && i < edges.length - 1) continue;
    kept.push(edge);
    joined.push(sum);
    sum = 0;
  }
  return [kept, [...joined, counts.at(-1) ?? 0]];
}

/** As many of the most frequent levels as there is room for; the others join the rest. */
function storedCategory({ name, count, nulls, levels, other }: CategoryProfile, type: ColumnType): CategoryFeature {
  const of = (kept: number): CategoryFeature => {
    const listed = levels.slice(0, kept);
    const left = levels.slice(kept);
    return {
      ...{ kind: 'category' as const, name, type, count, nulls },
      levels: listed.map(({ value }) => value),
      counts: packCounts(listed.map((level) => level.count)),
      other: {
        ...other,
        levels: other.levels + left.length,
        count: left.reduce((sum, level) => sum + level.count, other.count),
      },
    };
  };
  let [low, high] = [0, levels.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(of(middle))) low = middle;
    else high = middle - 1;
  }
  return of(low);
}

/** @throws RangeError for what was not packed so */
export function profileOfFeature(feature: BaselineFeature): ColumnProfile {
  if (feature.kind === 'number') return profileOfNumber(feature);
  const { levels, counts: packed, type: _, ...rest } = feature;
  const counts = unpackCounts(packed);
  return { ...rest, levels: levels.map((value, i) => ({ value, count: counts[i] ?? 0 })) };
}

/** @throws RangeError for what was not packed so */
export const profileOfNumber = ({ type: _, edges, counts, ...rest }: NumberFeature): NumberProfile => ({
  ...rest,
  edges: unpackRising(edges),
  counts: unpackCounts(counts),
});
