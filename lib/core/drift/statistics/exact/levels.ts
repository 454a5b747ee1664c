import { type Counts, total } from '../counts.ts';
import { gammaUpper } from '../gamma.ts';
import { chiSquarePoint } from './chi-square-point.ts';
import { hypergeometric } from './hypergeometric.ts';

/**
 * P-value of "both samples have the same levels" that is never too small, however rare a level is and however far out in
 * the tail: where the chi-square law is asked for one in a million, rare levels make it several times too sure.
 *
 * The levels one by one, the most frequent first: given those before, the rows of a level that are in the one sample follow
 * the hypergeometric law exactly (Lancaster 1949, who divides chi-square so). Each exact p-value, as the square of a normal
 * value of that tail, is stochastically at most one chi-square, given the past; so their sum is at most chi-square of as
 * many. With many rows it is Pearson's statistic, divided in another way. Levels are ordered by both samples together:
 * which sample a row is in must not choose the order. Undefined when a sample is empty.
 * @example exactLevels({ baseline: [300, 155], now: [100, 100] }) // 0.000181172
 */
export function exactLevels({ baseline, now }: Counts): number | undefined {
  if (total(baseline) === 0 || total(now) === 0) return undefined;
  const levels = baseline
    .map((was, level) => ({ now: now[level] ?? 0, both: was + (now[level] ?? 0) }))
    .filter(({ both }) => both > 0)
    .sort((a, b) => b.both - a.both);
  let all = levels.reduce((sum, { both }) => sum + both, 0);
  let drawn = total(now);
  let squares = 0;
  for (const level of levels.slice(0, -1)) {
    squares += chiSquarePoint(Math.max(LEAST, hypergeometric({ all, marked: level.both, drawn }, level.now)));
    all -= level.both;
    drawn -= level.now;
  }
  return levels.length < 2 ? 1 : gammaUpper((levels.length - 1) / 2, squares / 2);
}

/** No decision hangs on less. */
const LEAST = 1e-300;
