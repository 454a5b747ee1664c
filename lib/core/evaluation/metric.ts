import type { Estimate } from './estimate.ts';
import { bootstrap, type Interval, wilson } from './intervals.ts';
import type { Random } from './random.ts';

/** A metric of evaluation on rows of one task. */
export interface Metric<Rows> {
  readonly name: string;
  /** Which way is better; `neither` describes the rows and not the model. */
  readonly better: 'higher' | 'lower' | 'neither';
  /** Undefined where the metric is not defined, or not finite, on these rows. */
  estimate(rows: Rows, random: Random): Estimate | undefined;
  /** Candidate minus champion on the same rows, with a paired interval. */
  difference(candidate: Rows, champion: Rows, random: Random): Estimate | undefined;
}

interface SumMetric<Rows> {
  readonly name: string;
  readonly better: Metric<Rows>['better'];
  /** Columns of per-row terms whose sums determine the metric. */
  terms(rows: Rows): readonly ArrayLike<number>[];
  /** The metric from the sums of those columns, undefined where it is not defined. */
  from(sums: readonly number[], rows: number): number | undefined;
  /** For a proportion: its successes and trials. The interval is then Wilson's, else the bootstrap's. */
  proportion?(sums: readonly number[], rows: number): { successes: number; trials: number };
}

/**
 * A metric that is a function of sums over rows, which is every metric here but the AUC. Its interval is Wilson's when it
 * is a proportion, else the percentile bootstrap's; differences are always bootstrapped, drawing the rows of both
 * models together, because that is what makes the comparison a paired one.
 */
export function sumMetric<Rows extends { readonly actual: ArrayLike<number> }>(metric: SumMetric<Rows>): Metric<Rows> {
  return {
    name: metric.name,
    better: metric.better,
    estimate(rows, random) {
      const terms = metric.terms(rows);
      const sums = terms.map(sum);
      const value = metric.from(sums, rows.actual.length);
      if (value === undefined || !Number.isFinite(value)) return undefined;
      const proportion = metric.proportion?.(sums, rows.actual.length);
      return around(
        value,
        proportion
          ? wilson(proportion.successes, proportion.trials)
          : bootstrap(terms, rows.actual.length, metric.from, random),
      );
    },
    difference(candidate, champion, random) {
      const ours = metric.terms(candidate);
      const theirs = metric.terms(champion);
      const minus = (sums: readonly number[], rows: number): number | undefined => {
        const a = metric.from(sums.slice(0, ours.length), rows);
        const b = metric.from(sums.slice(ours.length), rows);
        return a === undefined || b === undefined ? undefined : a - b;
      };
      const terms = [...ours, ...theirs];
      const value = minus(terms.map(sum), candidate.actual.length);
      if (value === undefined || !Number.isFinite(value)) return undefined;
      return around(value, bootstrap(terms, candidate.actual.length, minus, random));
    },
  };
}

/** The interval never leaves out its value: a percentile interval of few, skewed rows can. */
function around(value: number, interval: Interval | undefined): Estimate | undefined {
  if (!interval) return undefined;
  return { value, low: Math.min(value, interval.low), high: Math.max(value, interval.high) };
}

function sum(column: ArrayLike<number>): number {
  let total = 0;
  for (let row = 0; row < column.length; row++) total += column[row] ?? 0;
  return total;
}

/** A column of per-row terms. @param term of the row's index */
export function column(rows: { readonly actual: ArrayLike<number> }, term: (row: number) => number): Float64Array {
  const values = new Float64Array(rows.actual.length);
  for (let row = 0; row < values.length; row++) values[row] = term(row);
  return values;
}
