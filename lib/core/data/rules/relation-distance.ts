/** How far a column's relation to the target, and the column itself, are from before, on the same groups. */
import type { Relation } from '../../contracts/profile.ts';
import { poolLevels } from '../../drift/groups.ts';
import { chiSquare } from '../../drift/statistics/chi-square.ts';
import { gammaUpper } from '../../drift/statistics/gamma.ts';

/** A group's mean of fewer rows is no normal variable. */
const LEAST_ROWS = 20;

export interface RelationDistance {
  /** Chi-square with its degrees of freedom, and its p-value. */
  statistic: number;
  degreesOfFreedom: number;
  p: number;
  /** Root mean square of the change of the groups' means, as a share of the target's standard deviation; noise taken off. */
  effect: number;
}

/** The target's means by group, both without their common change: that is the target's own. */
export function meansDistance(was: Relation, is: Relation): RelationDistance {
  const pooled = variance(was, is);
  const groups = was.rows.flatMap((n, group) => {
    const m = is.rows[group] ?? 0;
    if (n < LEAST_ROWS || m < LEAST_ROWS) return [];
    const spread = Math.max(groupVariance(was, is, group), 0.01 * pooled);
    const change = (is.sum[group] ?? 0) / m - (was.sum[group] ?? 0) / n;
    return [{ change, error: spread * (1 / n + 1 / m), weight: n + m }];
  });
  const certainty = sum(groups, ({ error }) => 1 / error);
  const common = sum(groups, ({ change, error }) => change / error) / certainty;
  const statistic = sum(groups, ({ change, error }) => (change - common) ** 2 / error);
  const degreesOfFreedom = groups.length - 1;
  if (degreesOfFreedom < 1 || !(pooled > 0)) return { statistic: 0, degreesOfFreedom: 0, p: 1, effect: 0 };
  const weights = sum(groups, ({ weight }) => weight);
  const moved =
    sum(groups, ({ change, error, weight }) => weight * Math.max(0, (change - common) ** 2 - error)) / weights;
  return {
    statistic,
    degreesOfFreedom,
    p: gammaUpper(degreesOfFreedom / 2, statistic / 2),
    effect: Math.sqrt(moved / pooled),
  };
}

/** The same together with how many rows each group has. */
export function wholeDistance(was: Relation, is: Relation): Omit<RelationDistance, 'effect'> {
  const means = meansDistance(was, is);
  const [n, m] = [total(was.rows), total(is.rows)];
  if (n === 0 || m === 0) return means;
  const shares = chiSquare(poolLevels({ baseline: was.rows, now: is.rows }, { baseline: 0, now: 0 }));
  const statistic = means.statistic + (shares?.statistic ?? 0);
  const degreesOfFreedom = means.degreesOfFreedom + (shares?.degreesOfFreedom ?? 0);
  return {
    statistic,
    degreesOfFreedom,
    p: degreesOfFreedom === 0 ? 1 : gammaUpper(degreesOfFreedom / 2, statistic / 2),
  };
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const sum = <T>(items: readonly T[], of: (item: T) => number): number => items.reduce((sum, item) => sum + of(item), 0);

function groupVariance(a: Relation, b: Relation, group: number): number {
  const deviations = ({ rows, sum, squares }: Relation): number =>
    (squares[group] ?? 0) - (sum[group] ?? 0) ** 2 / (rows[group] ?? 1);
  return (deviations(a) + deviations(b)) / ((a.rows[group] ?? 0) + (b.rows[group] ?? 0) - 2);
}

/** Of the target, over all groups of both. */
function variance(a: Relation, b: Relation): number {
  const rows = total(a.rows) + total(b.rows);
  const mean = (total(a.sum) + total(b.sum)) / rows;
  return (total(a.squares) + total(b.squares)) / rows - mean ** 2;
}
