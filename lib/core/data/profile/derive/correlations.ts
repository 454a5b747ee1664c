/** Pearson's correlations between the numeric columns of the sample, the target of a regression among them. */
import type { Correlations } from '../../../contracts/profile.ts';
import type { Contract } from '../../contract.ts';
import type { TypedSample } from '../typed-sample.ts';
import { pairSums, rescale, squaresBeyond, sumBeyond, sumOfProducts } from './sums.ts';

/** Columns beyond these, in contract order, are left out: pairs grow with their square. */
const MOST_COLUMNS = 64;
/** Products that are summed at most; beyond it every n-th row is looked at. 31,000 rows of 20 columns. */
const MOST_PRODUCTS = 6_000_000;
/** A correlation of fewer pairs tells nothing. */
const LEAST_PAIRS = 10;

interface Column {
  name: string;
  /** Standardised over its own values, NaN where missing. */
  values: Float64Array;
  missing: boolean;
  varies: boolean;
}

/** Over the rows in which both cells are there. Times are left out: all that grows goes with them. */
export function correlationsOf(sample: TypedSample, { rules, target }: Contract): Correlations | undefined {
  const numeric = [...rules, target].flatMap(({ name, type }, index) => {
    const values = sample.numbers[index];
    return values && type !== 'timestamp' ? [{ name, values }] : [];
  });
  // The target is the last, and the one that matters most.
  const chosen =
    numeric.length > MOST_COLUMNS ? [...numeric.slice(0, MOST_COLUMNS - 1), ...numeric.slice(-1)] : numeric;
  if (chosen.length < 2) return undefined;
  const pairs = (chosen.length * (chosen.length - 1)) / 2;
  const step = Math.max(1, Math.ceil((sample.rows * pairs) / MOST_PRODUCTS));
  const rows = Math.floor(sample.rows / step);
  // In one piece: pieces of it would not go back to the system where others are still in use.
  const memory = new Float64Array(rows * chosen.length);
  const columns = chosen.map(({ name, values }, index) => {
    const some = memory.subarray(index * rows, (index + 1) * rows);
    for (let row = 0; row < rows; row++) some[row] = values[row * step] ?? 0;
    return standardised(name, some);
  });
  const values: (number | null)[] = [];
  columns.forEach((a, i) => {
    for (const b of columns.slice(i + 1)) values.push(correlation(a, b));
  });
  return { columns: columns.map(({ name }) => name), values };
}

/** In place. */
function standardised(name: string, values: Float64Array): Column {
  const { mean, count } = meanOf(values);
  const squares = squaresBeyond(values, mean);
  const scale = squares > 0 ? Math.sqrt(count / squares) : 0;
  rescale(values, mean, scale);
  return { name, values, missing: count < values.length, varies: scale > 0 && Number.isFinite(scale) };
}

/** In two steps, so that a large offset takes no digits from it. */
function meanOf(values: Float64Array): { mean: number; count: number } {
  const first = sumBeyond(values, 0);
  if (first.count === 0) return { mean: 0, count: 0 };
  const mean = first.sum / first.count;
  return { mean: mean + sumBeyond(values, mean).sum / first.count, count: first.count };
}

function correlation(a: Column, b: Column): number | null {
  if (!a.varies || !b.varies) return null;
  const [x, y] = [a.values, b.values];
  if (!a.missing && !b.missing) return x.length < LEAST_PAIRS ? null : bounded(sumOfProducts(x, y) / x.length);
  const [pairs, sumX, sumY, xx, yy, xy] = pairSums(x, y);
  if (pairs < LEAST_PAIRS) return null;
  const [dx, dy] = [xx - (sumX * sumX) / pairs, yy - (sumY * sumY) / pairs];
  if (!(dx > FLAT * pairs && dy > FLAT * pairs)) return null;
  return bounded((xy - (sumX * sumY) / pairs) / Math.sqrt(dx * dy));
}

/** A standardised column that varies by less among the common rows is constant there, but for rounding. */
const FLAT = 1e-12;
const bounded = (value: number): number => Math.max(-1, Math.min(1, value));
