/** Pearson's correlations between the numeric columns of the sample, the target of a regression among them. */
import type { Correlations } from '../../../contracts/profile.ts';
import type { Contract } from '../../contract.ts';
import type { TypedSample } from '../typed-sample.ts';

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
  const columns = chosen.map(({ name, values }) => standardised(name, values, step));
  const values: (number | null)[] = [];
  columns.forEach((a, i) => {
    for (const b of columns.slice(i + 1)) values.push(correlation(a, b));
  });
  return { columns: columns.map(({ name }) => name), values };
}

function standardised(name: string, all: Float64Array, step: number): Column {
  const values =
    step === 1
      ? all.slice()
      : Float64Array.from({ length: Math.floor(all.length / step) }, (_, i) => all[i * step] ?? 0);
  const mean = meanOf(values);
  let count = 0;
  let squares = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? 0;
    if (Number.isNaN(value)) continue;
    count += 1;
    squares += (value - mean) ** 2;
  }
  const scale = squares > 0 ? Math.sqrt(count / squares) : 0;
  for (let row = 0; row < values.length; row++) values[row] = ((values[row] ?? 0) - mean) * scale;
  return { name, values, missing: count < values.length, varies: scale > 0 && Number.isFinite(scale) };
}

/** In two steps, so that a large offset takes no digits from it. */
function meanOf(values: Float64Array): number {
  let mean = 0;
  for (let step = 0; step < 2; step++) {
    let sum = 0;
    let count = 0;
    for (let row = 0; row < values.length; row++) {
      const value = values[row] ?? 0;
      if (Number.isNaN(value)) continue;
      sum += value - mean;
      count += 1;
    }
    if (count > 0) mean += sum / count;
  }
  return mean;
}

function correlation(a: Column, b: Column): number | null {
  if (!a.varies || !b.varies) return null;
  const [x, y] = [a.values, b.values];
  if (!a.missing && !b.missing) {
    if (x.length < LEAST_PAIRS) return null;
    let products = 0;
    for (let row = 0; row < x.length; row++) products += (x[row] ?? 0) * (y[row] ?? 0);
    return bounded(products / x.length);
  }
  let pairs = 0;
  let sumX = 0;
  let sumY = 0;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let row = 0; row < x.length; row++) {
    // Apart, not as a list, which would be made for each pair.
    const p = x[row] ?? 0;
    const q = y[row] ?? 0;
    if (Number.isNaN(p) || Number.isNaN(q)) continue;
    pairs += 1;
    sumX += p;
    sumY += q;
    xx += p * p;
    yy += q * q;
    xy += p * q;
  }
  if (pairs < LEAST_PAIRS) return null;
  const [dx, dy] = [xx - (sumX * sumX) / pairs, yy - (sumY * sumY) / pairs];
  if (!(dx > FLAT * pairs && dy > FLAT * pairs)) return null;
  return bounded((xy - (sumX * sumY) / pairs) / Math.sqrt(dx * dy));
}

/** A standardised column that varies by less among the common rows is constant there, but for rounding. */
const FLAT = 1e-12;
const bounded = (value: number): number => Math.max(-1, Math.min(1, value));
