/** Profiles of small samples, made the way the contract says, and samples to make them of. */
import type { CategoryProfile, NumberProfile, Profile } from '../../../../lib/core/contracts/profile.ts';
import { quantile } from '../../../../lib/core/evaluation/intervals.ts';
import { type Random, seededRandom } from '../../../../lib/core/evaluation/random.ts';

export function numberProfile(name: string, values: readonly number[], nulls = 0): NumberProfile {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (p: number): number => quantile(sorted, p);
  const edges = [
    ...new Set(Array.from({ length: 257 }, (_, i) => sorted[Math.round((i * (sorted.length - 1)) / 256)] ?? 0)),
  ];
  const counts: number[] = new Array(edges.length + 1).fill(0);
  for (const value of sorted) {
    const bin = edges.filter((edge) => edge <= value).length;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return {
    name,
    kind: 'number',
    count: values.length,
    nulls,
    min: at(0),
    max: at(1),
    mean: values.reduce((a, b) => a + b, 0) / values.length,
    p25: at(0.25),
    median: at(0.5),
    p75: at(0.75),
    edges,
    counts,
  };
}

export function categoryProfile(
  name: string,
  levels: Readonly<Record<string, number>>,
  { nulls = 0, other = { levels: 0, count: 0 } } = {},
): CategoryProfile {
  const listed = Object.entries(levels).map(([value, count]) => ({ value, count }));
  return {
    name,
    kind: 'category',
    count: listed.reduce((sum, level) => sum + level.count, other.count),
    nulls,
    levels: listed,
    other,
  };
}

export function profileOf(...columns: Profile['columns']): Profile {
  const [first] = columns;
  return { v: 1, rows: first ? first.count + first.nulls : 0, columns };
}

/** Standard normal values by Box and Muller. */
export function normal(seed: string | Random): Random {
  const random = typeof seed === 'string' ? seededRandom(seed) : seed;
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export const sample = (size: number, of: () => number): number[] => Array.from({ length: size }, of);
