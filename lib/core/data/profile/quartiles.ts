/** Quartiles of a profile, taken from its bins: values of the data, never interpolated between two of them. */
import type { NumberProfile } from '../../contracts/profile.ts';

export interface Quartile {
  value: number;
  /**
   * Where the quartile of the population lies, as far as this sample tells: the order statistics 3 standard errors of
   * the rank, sqrt(n p (1 - p)), to either side (Conover 1999, 3.2). Holds for any distribution.
   */
  from: number;
  to: number;
}

export interface Quartiles {
  low: Quartile;
  median: Quartile;
  high: Quartile;
  /** `high - low`, above 0. */
  spread: number;
  /** Whether one value is so frequent (zero, mostly) that the quartiles are those of the others. */
  offMode: boolean;
}

const STANDARD_ERRORS = 3;
/** Fewer bins or values beside the frequent one tell too little. */
const LEAST_OTHER_BINS = 8;
const LEAST_OTHER_VALUES = 30;

/** Undefined for a column whose quartiles coincide even beside its most frequent value. */
export function quartilesOf(profile: NumberProfile): Quartiles | undefined {
  const bins = profile.edges.map((edge, index) => ({ value: edge, count: profile.counts[index + 1] ?? 0 }));
  const all = quartiles(bins, false);
  if (all.spread > 0) return all;
  const most = Math.max(...bins.map(({ count }) => count));
  const others = bins.filter(({ count }) => count > 0 && count !== most);
  const values = others.reduce((sum, { count }) => sum + count, 0);
  if (others.length < LEAST_OTHER_BINS || values < LEAST_OTHER_VALUES) return undefined;
  const rest = quartiles(others, true);
  return rest.spread > 0 ? rest : undefined;
}

/** Whether the samples rule out that their populations have this quartile in common. */
export const surelyDiffer = (a: Quartile, b: Quartile): boolean => a.from > b.to || b.from > a.to;

interface Bin {
  /** Its smallest value. */
  value: number;
  count: number;
}

/** @param bins ascending */
function quartiles(bins: readonly Bin[], offMode: boolean): Quartiles {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  const quartile = (p: number): Quartile => {
    const rank = p * (total - 1);
    const error = STANDARD_ERRORS * Math.sqrt(total * p * (1 - p));
    const from = binAt(bins, Math.max(0, rank - error));
    const to = binAt(bins, Math.min(total - 1, rank + error));
    return {
      value: bins[binAt(bins, rank)]?.value ?? 0,
      from: bins[from]?.value ?? 0,
      // A bin reaches up to the next one.
      to: (bins[to + 1] ?? bins[to])?.value ?? 0,
    };
  };
  const [low, median, high] = [quartile(0.25), quartile(0.5), quartile(0.75)];
  return { low, median, high, spread: high.value - low.value, offMode };
}

/** Index of the bin that holds the value of this rank, counted from 0. */
function binAt(bins: readonly Bin[], rank: number): number {
  let left = rank;
  const index = bins.findIndex(({ count }) => {
    left -= count;
    return left < 0;
  });
  return index === -1 ? bins.length - 1 : index;
}
