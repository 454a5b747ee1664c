import { normalTail } from '../../drift/statistics/normal.ts';
import { withoutSkew } from './without-skew.ts';

/**
 * P-value of "the mean error now is at most `1 + margin` times the one before", one-sided: their distance in standard
 * errors, corrected for skewness. Spread and skewness are those of all rows together, as a permutation of them would have
 * (what is low by chance has a small spread too, so each side's own would be too sure); each side's own spread
 * counts where that is wider.
 * @param before errors of rows, none below 0: |e| for the MAE, e² for the square of the RMSE
 * @param margin at least 0; of squares, that of the squares
 * @returns undefined where a side has fewer than 2 rows
 */
export function errorGrowth(before: Float64Array, now: Float64Array, margin: number): number | undefined {
  if (before.length < 2 || now.length < 2) return undefined;
  const was = momentsOf(before);
  const is = momentsOf(now.map((error) => error / (1 + margin)));
  const rows = before.length + now.length;
  const mean = (was.mean * before.length + is.mean * now.length) / rows;
  const all = pooled([was, before.length], [is, now.length], mean);
  const variance = Math.max(
    all.second * (1 / before.length + 1 / now.length),
    was.second / before.length + is.second / now.length,
  );
  const distance = is.mean - was.mean;
  if (variance <= 0) return distance > 0 ? 0 : 1;
  const third = all.third * (1 / now.length ** 2 - 1 / before.length ** 2);
  return normalTail(withoutSkew(distance / Math.sqrt(variance), third / variance ** 1.5));
}

/** Mean, and the second and third central moments. */
interface Moments {
  readonly mean: number;
  readonly second: number;
  readonly third: number;
}

function momentsOf(values: Float64Array): Moments {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let second = 0;
  let third = 0;
  for (const value of values) {
    second += (value - mean) ** 2;
    third += (value - mean) ** 3;
  }
  return { mean, second: second / values.length, third: third / values.length };
}

/** Central moments of both sides' rows together, about their common mean. */
function pooled(a: readonly [Moments, number], b: readonly [Moments, number], mean: number): Omit<Moments, 'mean'> {
  const rows = a[1] + b[1];
  let second = 0;
  let third = 0;
  for (const [side, count] of [a, b]) {
    const off = side.mean - mean;
    second += (count / rows) * (side.second + off ** 2);
    third += (count / rows) * (side.third + 3 * off * side.second + off ** 3);
  }
  return { second, third };
}
