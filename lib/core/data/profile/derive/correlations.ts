/** Pearson's correlations between the numeric columns of the sample, the target of a regression among them. */
import type { Correlations } from '../../../contracts/profile.ts';
import type { Contract } from '../../contract.ts';
import { type Arena, withArena } from '../../kernel/arena.ts';
import type { TypedSample } from '../typed-sample.ts';
import { everyNth, pairSums, standardise, sumOfProducts } from './sums.ts';

/** Columns beyond these, in contract order, are left out: pairs grow with their square. */
const MOST_COLUMNS = 64;
/** A correlation of fewer pairs tells nothing. */
const LEAST_PAIRS = 10;

interface Column {
  name: string;
  /** Standardised over its own values, NaN where missing. */
  values: Float64Array;
  missing: boolean;
  varies: boolean;
}

/**
 * Over the rows in which both cells are there. Times are left out: all that grows goes with them.
 *
 * @param mostProducts that are summed; beyond it every n-th row is looked at
 */
export function correlationsOf(
  sample: TypedSample,
  { rules, target }: Contract,
  mostProducts: number,
): Correlations | undefined {
  const numeric = [...rules, target].flatMap(({ name, type }, index) => {
    const values = sample.numbers[index];
    return values && type !== 'timestamp' ? [{ name, values }] : [];
  });
  // The target is the last, and the one that matters most.
  const chosen =
    numeric.length > MOST_COLUMNS ? [...numeric.slice(0, MOST_COLUMNS - 1), ...numeric.slice(-1)] : numeric;
  if (chosen.length < 2) return undefined;
  const pairs = (chosen.length * (chosen.length - 1)) / 2;
  const step = Math.max(1, Math.ceil((sample.rows * pairs) / mostProducts));
  return withArena(undefined, (arena) => {
    const columns = chosen.map(({ name, values }) => standardised(arena, name, values, step));
    const values: (number | null)[] = [];
    columns.forEach((a, i) => {
      for (const b of columns.slice(i + 1)) values.push(correlation(arena, a, b));
    });
    return { columns: columns.map(({ name }) => name), values };
  });
}

function standardised(arena: Arena, name: string, all: Float64Array, step: number): Column {
  const values = everyNth(arena, all, step);
  const { count, scale } = standardise(arena, values);
  return { name, values, missing: count < values.length, varies: scale > 0 && Number.isFinite(scale) };
}

function correlation(arena: Arena, a: Column, b: Column): number | null {
  if (!a.varies || !b.varies) return null;
  const [x, y] = [a.values, b.values];
  if (!a.missing && !b.missing) return x.length < LEAST_PAIRS ? null : bounded(sumOfProducts(arena, x, y) / x.length);
  const [pairs, sumX, sumY, xx, yy, xy] = pairSums(arena, x, y);
  if (pairs < LEAST_PAIRS) return null;
  const [dx, dy] = [xx - (sumX * sumX) / pairs, yy - (sumY * sumY) / pairs];
  if (!(dx > FLAT * pairs && dy > FLAT * pairs)) return null;
  return bounded((xy - (sumX * sumY) / pairs) / Math.sqrt(dx * dy));
}

/** A standardised column that varies by less among the common rows is constant there, but for rounding. */
const FLAT = 1e-12;
const bounded = (value: number): number => Math.max(-1, Math.min(1, value));
