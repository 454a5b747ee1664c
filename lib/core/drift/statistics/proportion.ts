import { chiSquare } from './chi-square.ts';
import { lnChoose } from './ln-choose.ts';

/** Part of a sample: so many of so many. */
export interface Share {
  readonly count: number;
  readonly of: number;
}

/** Below this expected count the normal approximation is far too sure in the tails that alarms live in. */
const LEAST_EXPECTED = 10;

/**
 * Two-sided p-value of "both samples have the same share": Fisher's exact test (1922) when an expected count is below
 * 10, else the pooled z-test (its square is the chi-square statistic of the 2 x 2 table). 1 when a sample is empty.
 * @example sameShare({ count: 30, of: 455 }, { count: 40, of: 200 }) // 3.14e-7
 * @example sameShare({ count: 0, of: 455 }, { count: 5, of: 200 }) // 0.00256277, exact
 * @param exactBelow the exact test also where the other one's p-value is below this: for whoever asks for one in a million,
 *   where a share of 20 rows is several times as likely as the normal law has it
 */
export function sameShare(a: Share, b: Share, exactBelow = 0): number {
  if (a.of === 0 || b.of === 0) return 1;
  const all = a.of + b.of;
  const hits = a.count + b.count;
  const leastExpected = (Math.min(a.of, b.of) * Math.min(hits, all - hits)) / all;
  if (leastExpected < LEAST_EXPECTED) return fisher(a, b);
  const limit = chiSquare({ baseline: [a.count, a.of - a.count], now: [b.count, b.of - b.count] })?.p ?? 1;
  return limit < exactBelow ? fisher(a, b) : limit;
}

/** Sum of the probabilities of all tables with these margins that are no likelier than the one seen. */
function fisher(a: Share, b: Share): number {
  // The rarer answer has few tables to sum over; the test is the same for hits and misses.
  const rare = a.count + b.count <= (a.of + b.of) / 2;
  const seen = rare ? a.count : a.of - a.count;
  const hits = rare ? a.count + b.count : a.of + b.of - a.count - b.count;
  const probability = (count: number): number =>
    Math.exp(lnChoose(a.of, count) + lnChoose(b.of, hits - count) - lnChoose(a.of + b.of, hits));
  // The same tolerance for ties of equal probability as SciPy.
  const limit = probability(seen) * (1 + 1e-7);
  let p = 0;
  for (let count = Math.max(0, hits - b.of); count <= Math.min(hits, a.of); count++) {
    const each = probability(count);
    if (each <= limit) p += each;
  }
  return Math.min(1, p);
}
