/** The bins that live numbers are counted on. */
import type { NumberProfile } from '../contracts/profile.ts';
import { type Bins, nextUp, withTopBin } from '../data/profile/top-bin.ts';

type BinnedProfile = Pick<NumberProfile, 'edges' | 'counts' | 'max' | 'distinct' | 'zeros'>;

/**
 * The bins of the profile, with what lies above its range kept apart. Where every value of the data is an edge (a
 * constant, a code, a grade, a small data set), what a bin holds lies on its lower edge; an edge right after each keeps
 * apart what lies between them, so that 3.25 is not taken for 3, and the Kolmogorov-Smirnov distance on these bins is
 * that of the raw values. Elsewhere the zeros are kept apart, which many columns have more of than of any other value.
 */
export function baselineBins(profile: BinnedProfile): Bins {
  const { edges, counts, distinct } = profile;
  if (distinct !== edges.length) return withTopBin({ ...profile, ...withZeros(profile) });
  const [below = 0, ...at] = counts;
  return {
    edges: edges.flatMap((edge) => [edge, nextUp(edge)]),
    counts: [below, ...at.flatMap((count) => [count, 0])],
  };
}

function withZeros({ edges, counts, max, zeros = 0 }: BinnedProfile): Bins {
  const at = edges.indexOf(0);
  const bin = counts[at + 1] ?? 0;
  // The bin of the largest value is split by the top bin.
  if (at < 0 || zeros === 0 || max === 0) return { edges, counts };
  // Counts of a sample are in its proportions, zeros are those of all rows.
  const zero = Math.min(zeros, bin);
  return { edges: edges.toSpliced(at + 1, 0, nextUp(0)), counts: counts.toSpliced(at + 1, 1, zero, bin - zero) };
}
