/** Few groups from many: what PSI, Jensen-Shannon and chi-square need, for they drown in the noise of rare groups. */
import { type Counts, total } from './statistics/counts.ts';

/** Groups that the bins of a number are joined into: deciles of the baseline, the custom of PSI. */
const NUMBER_GROUPS = 10;
/** Rare levels are pooled below this expected count (Cochran 1954). */
const LEAST_EXPECTED = 5;

/**
 * Joins neighbouring bins into about 10 groups of equal baseline mass. A bin at either end that is empty in the baseline
 * lies outside its range and stays a group of its own: there a constant that comes alive is seen.
 */
export function joinBins({ baseline, now }: Counts): Counts {
  const target = total(baseline) / NUMBER_GROUPS;
  const joined: { baseline: number; now: number; closed: boolean }[] = [];
  for (let bin = 0; bin < baseline.length; bin++) {
    const mass = baseline[bin] ?? 0;
    const outside = mass === 0 && (bin === 0 || bin === baseline.length - 1);
    const last = joined.at(-1);
    if (outside || !last || last.closed) joined.push({ baseline: mass, now: now[bin] ?? 0, closed: outside });
    else {
      last.baseline += mass;
      last.now += now[bin] ?? 0;
    }
    const current = joined.at(-1);
    if (current && current.baseline >= target && current.baseline > 0) current.closed = true;
  }
  return { baseline: joined.map((group) => group.baseline), now: joined.map((group) => group.now) };
}

/**
 * Pools the levels whose expected count is below 5 in either sample, and `rest`, into one last group; joins that with
 * the smallest level when it is still too small itself. Which levels are pooled depends on both samples together only,
 * so the test keeps its level.
 */
export function poolLevels(levels: Counts, rest: { readonly baseline: number; readonly now: number }): Counts {
  const n = total(levels.baseline) + rest.baseline;
  const m = total(levels.now) + rest.now;
  const expected = (both: number): number => (Math.min(n, m) * both) / (n + m || 1);
  const kept: { baseline: number; now: number }[] = [];
  const pool = { ...rest };
  for (let level = 0; level < levels.baseline.length; level++) {
    const group = { baseline: levels.baseline[level] ?? 0, now: levels.now[level] ?? 0 };
    if (expected(group.baseline + group.now) >= LEAST_EXPECTED) kept.push(group);
    else {
      pool.baseline += group.baseline;
      pool.now += group.now;
    }
  }
  const pooled = pool.baseline + pool.now;
  if (pooled > 0 && (expected(pooled) >= LEAST_EXPECTED || kept.length === 0)) kept.push(pool);
  else if (pooled > 0) {
    const smallest = kept.reduce((a, b) => (b.baseline + b.now < a.baseline + a.now ? b : a));
    smallest.baseline += pool.baseline;
    smallest.now += pool.now;
  }
  return { baseline: kept.map((group) => group.baseline), now: kept.map((group) => group.now) };
}

/** A count so many times its own root above that of the last listed level: chance did not choose it for the list. */
const FAR = 4;

/**
 * Which levels of a list of the most frequent may be tested one by one. Those near its end are there because they were
 * frequent in this sample, so they are rarer in the next, though nothing changed; they belong to the rest.
 * @param complete whether the list has every level there was: then chance chose none
 */
export function testable(counts: Iterable<number>, complete: boolean): (count: number) => boolean {
  if (complete) return () => true;
  let least = Number.POSITIVE_INFINITY;
  for (const count of counts) least = Math.min(least, count);
  return (count) => count - least >= FAR * Math.sqrt(count);
}
