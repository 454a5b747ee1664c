import { type Counts, total } from '../counts.ts';
import { normalTail } from '../normal.ts';
import { hypergeometric } from './hypergeometric.ts';

/**
 * Two-sided p-value of the rank sum, for the far tail: twice the tail on the side that was seen. Its law is that of a sum of
 * mid-ranks drawn without replacement; where one value is much more frequent than the others it is skewed, and the normal
 * limit is several times too sure at one in a million. By the double saddlepoint of Skovgaard (1987), the groups being
 * binomials given their sum (Booth and Butler 1990); of two groups it is the hypergeometric law, exact. Undefined when a
 * sample is empty.
 * @example saddlepointRanks({ baseline: [900, 50, 50], now: [160, 20, 20] }) // 0.00016118
 */
export function saddlepointRanks({ baseline, now }: Counts): number | undefined {
  const drawn = total(now);
  const all = total(baseline) + drawn;
  if (drawn === 0 || drawn === all) return undefined;
  const groups: Group[] = [];
  let below = 0;
  for (let group = 0; group < baseline.length; group++) {
    const both = (baseline[group] ?? 0) + (now[group] ?? 0);
    // From -1/2 to 1/2, 0 on average.
    if (both > 0) groups.push({ both, now: now[group] ?? 0, rank: (below + both / 2) / all - 0.5 });
    below += both;
  }
  const [first] = groups;
  if (first === undefined || groups.length < 2) return 1;
  if (groups.length === 2) return hypergeometric({ all, marked: first.both, drawn }, first.now);
  return Math.min(1, 2 * tail(groups, all, drawn));
}

interface Group {
  readonly both: number;
  readonly now: number;
  /** Middle of its ranks. */
  readonly rank: number;
}

/** Of a sum at least as far from 0 as the one seen, on its side. */
function tail(groups: readonly Group[], all: number, drawn: number): number {
  const seen = groups.reduce((sum, group) => sum + group.now * group.rank, 0);
  const side = Math.sign(seen);
  if (side === 0) return 0.5;
  const ranks = groups.map(({ both, rank }) => ({ both, rank: side * rank }));
  const { t, exponent, determinant } = saddlepoint(ranks, drawn / all, drawn, Math.abs(seen));
  const spread = (drawn * (all - drawn)) / all;
  const w = Math.sqrt(2 * exponent);
  // Here 1 / v - 1 / w is nothing but rounding.
  if (w < 1e-3) return 0.5;
  // Chernoff's bound of the count and the sum, given the count: of samples that do not overlap it is the answer.
  const bound = Math.exp(-exponent) * Math.sqrt(2 * Math.PI * spread);
  const v = t * Math.sqrt(determinant / spread);
  const density = Math.exp(-exponent) / Math.sqrt(2 * Math.PI);
  const point = normalTail(w) + density * (1 / v - 1 / w);
  return Math.min(0.5, bound, point > 0 ? point : bound);
}

interface Saddlepoint {
  /** Tilt of the ranks. */
  readonly t: number;
  /** How unlikely the tilted point is, as -ln. */
  readonly exponent: number;
  /** Of the tilted covariance of count and sum. */
  readonly determinant: number;
}

const STEPS = 100;

/**
 * Each row of a group is drawn with odds share / (1 - share) exp(s + t rank): Newton's method for the s and t at which
 * `drawn` rows with the sum `seen` are expected. The target is concave, and a step that does not raise it is halved.
 */
function saddlepoint(groups: readonly Omit<Group, 'now'>[], share: number, drawn: number, seen: number): Saddlepoint {
  const at = (s: number, t: number) => {
    const sums = { value: s * drawn + t * seen, count: drawn, sum: seen, ss: 0, st: 0, tt: 0 };
    for (const { both, rank } of groups) {
      const odds = s + t * rank;
      // ln(1 - share + share e^odds), also where e^odds is beyond the largest number.
      const high = odds + Math.log(share);
      const low = Math.log1p(-share);
      const most = Math.max(high, low);
      const whole = most + Math.log(Math.exp(high - most) + Math.exp(low - most));
      const each = Math.exp(high - whole);
      const spread = both * each * Math.exp(low - whole);
      sums.value -= both * whole;
      sums.count -= both * each;
      sums.sum -= both * each * rank;
      sums.ss += spread;
      sums.st += spread * rank;
      sums.tt += spread * rank * rank;
    }
    return sums;
  };
  let [s, t] = [0, 0];
  let here = at(s, t);
  for (let step = 0; step < STEPS; step++) {
    const determinant = here.ss * here.tt - here.st ** 2;
    const [byS, byT] = [
      (here.tt * here.count - here.st * here.sum) / determinant,
      (here.ss * here.sum - here.st * here.count) / determinant,
    ];
    const gain = here.count * byS + here.sum * byT;
    if (!(gain > 1e-20 * Math.max(1, here.value))) break;
    let length = 1;
    let next = at(s + byS, t + byT);
    while (!(next.value >= here.value) && length > 1e-9) {
      length /= 2;
      next = at(s + length * byS, t + length * byT);
    }
    if (!(next.value > here.value)) break;
    [s, t, here] = [s + length * byS, t + length * byT, next];
  }
  return { t, exponent: Math.max(0, here.value), determinant: Math.max(0, here.ss * here.tt - here.st ** 2) };
}
