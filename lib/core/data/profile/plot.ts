/** What a plot of a numeric column shows: about 24 bars, made of the many quantile bins of its profile. */
import * as z from 'zod';
import type { Bins } from './top-bin.ts';

/** Most bars of a plot, beside the two for what lies below and above. */
export const BARS = 24;

/** `values`: a bar for each of few values. `range`: 24 bars of equal width over [from, to]. */
export const PlotScale = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('values'), values: z.array(z.number()).min(1).max(BARS) }),
  z.strictObject({ kind: z.literal('range'), from: z.number(), to: z.number() }),
]);
export type PlotScale = z.infer<typeof PlotScale>;

/** Shares of the values, to four digits: below the scale, each bar, above the scale. */
export const PlotShares = z.array(z.number().min(0).max(1)).max(BARS + 2);
export type PlotShares = z.infer<typeof PlotShares>;

/** The whole range is shown unless its ends, a 256th of the values each, would take more than two thirds of it. */
const LARGEST_STRETCH = 3;
/** A quantile bin holds about a 256th of the values; one with half as much again holds one value many times. */
const TIE = 1.5;
const QUANTILE_BINS = 256;

/**
 * The scale that suits the data a profile was made of.
 * @param bins of the profile, the top bin split off (see top-bin.ts)
 * @returns undefined when there is nothing to draw
 */
export function plotScale({ edges, counts }: Bins): PlotScale | undefined {
  const values = edges.slice(0, -1);
  const [min] = values;
  const max = values.at(-1);
  if (min === undefined || max === undefined || counts.every((count) => count === 0)) return undefined;
  if (values.length <= BARS) return { kind: 'values', values };
  // An end that holds much is no outlier.
  const tie = leastTie(counts);
  const few = (...bins: number[]): boolean => bins.every((bin) => (counts.at(bin) ?? 0) < tie);
  const low = few(1) ? (values[1] ?? min) : min;
  const high = few(-2, -3) ? (values.at(-2) ?? max) : max;
  const stretched = high > low && max - min > LARGEST_STRETCH * (high - low);
  return stretched ? { kind: 'range', from: low, to: high } : { kind: 'range', from: min, to: max };
}

/**
 * Counts on a profile's bins as shares on its scale. A bin that is one value of the data stands at that value; another
 * one is spread evenly from its edge to the next.
 * @param profile what the scale was made of @param counts on the same edges
 */
export function plotShares(scale: PlotScale, profile: Bins, counts: readonly number[]): PlotShares {
  const total = sum(counts);
  const bars =
    scale.kind === 'values' ? valueBars(scale.values.length, counts) : rangeBars(scale.from, scale.to, profile, counts);
  return bars.map((bar) => (total === 0 ? 0 : Math.min(1, Number((bar / total).toFixed(4)))));
}

/** The edges are the values themselves, so the bins are the bars. */
const valueBars = (values: number, counts: readonly number[]): number[] => [
  counts[0] ?? 0,
  ...counts.slice(1, values + 1),
  sum(counts.slice(values + 1)),
];

function rangeBars(from: number, to: number, profile: Bins, counts: readonly number[]): number[] {
  const bars = new Array<number>(BARS + 2).fill(0);
  const width = (to - from) / BARS;
  const add = (bar: number, count: number): void => {
    bars[bar] = (bars[bar] ?? 0) + count;
  };
  const barOf = (value: number): number =>
    value < from ? 0 : value > to ? BARS + 1 : 1 + Math.min(BARS - 1, Math.floor((value - from) / width));
  // The bin before the top one holds the largest value only.
  const last = counts.length - 2;
  const tie = leastTie(profile.counts);
  counts.forEach((count, bin) => {
    const low = profile.edges[bin - 1] ?? Number.NEGATIVE_INFINITY;
    const high = profile.edges[bin] ?? Number.POSITIVE_INFINITY;
    if (count === 0) return;
    if (low === Number.NEGATIVE_INFINITY) add(0, count);
    else if (high === Number.POSITIVE_INFINITY) add(BARS + 1, count);
    else if (bin === last || (profile.counts[bin] ?? 0) >= tie || barOf(low) === barOf(high)) add(barOf(low), count);
    else
      for (let bar = barOf(low); bar <= barOf(high); bar++) {
        const begin = bar === 0 ? low : Math.max(low, from + (bar - 1) * width);
        const end = bar === BARS + 1 ? high : Math.min(high, bar === 0 ? from : from + bar * width);
        add(bar, count * Math.max(0, Math.min(1, (end - begin) / (high - low))));
      }
  });
  return bars;
}

const leastTie = (counts: readonly number[]): number => (TIE * sum(counts)) / QUANTILE_BINS;
const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
