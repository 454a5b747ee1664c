/** How far two numeric columns are from each other, as far as their profiles tell for sure. */
import type { NumberProfile } from '../../contracts/profile.ts';
import { kolmogorovSurvival } from '../../drift/statistics/kolmogorov/limit.ts';
import { countUpTo } from '../profile/search.ts';

/**
 * Kolmogorov-Smirnov distance of two profiles on different edges: the least it can be, given what each knows of its
 * distribution between its edges. At most the mass of the largest bin below the exact one; never above.
 */
export function distanceOf(a: NumberProfile, b: NumberProfile): { d: number; p: number } {
  if (a.count === 0 || b.count === 0) return { d: 0, p: 1 };
  const [below, belowToo] = [sharesBelow(a), sharesBelow(b)];
  let d = 0;
  for (const edge of [...a.edges, ...b.edges]) {
    const [is, was] = [below(edge), belowToo(edge)];
    d = Math.max(d, is.least - was.most, was.least - is.most);
  }
  return { d, p: kolmogorovSurvival(d * Math.sqrt((a.count * b.count) / (a.count + b.count))) };
}

/** Share of the values between two ranks of a profile's edges. */
const RANK = 1 / 256;

/** Bounds of the share of values below a number. */
export function sharesBelow({
  edges,
  counts,
  count,
  max,
}: NumberProfile): (value: number) => { least: number; most: number } {
  const cumulated: number[] = [];
  let sum = 0;
  for (const bin of counts) {
    sum += bin;
    cumulated.push(sum / count);
  }
  return (value) => {
    if (max !== undefined && value > max) return { least: 1, most: 1 };
    const low = countUpTo(edges, value);
    if (low === 0) return { least: 0, most: edges[0] === undefined ? 1 : (cumulated[0] ?? 0) };
    const [before = 0, after = 1] = [cumulated[low - 1], cumulated[low]];
    if (edges[low - 1] === value) return { least: before, most: before };
    // Edges are values at equal ranks: what a bin holds beyond one rank's share is its lower edge, again and again.
    return { least: before + Math.max(0, after - before - RANK), most: after };
  };
}
