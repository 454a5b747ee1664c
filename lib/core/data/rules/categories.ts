/** Levels that were not there before, and levels that are more or less frequent than before. */

import type { Finding } from '../../contracts/check.ts';
import { type CategoryProfile, isMostlyDistinct } from '../../contracts/profile.ts';
import { poolLevels } from '../../drift/groups.ts';
import { chiSquare } from '../../drift/statistics/chi-square.ts';
import type { Counts } from '../../drift/statistics/counts.ts';
import { type ColumnPair, type Comparison, exampleLines, type Rule } from './comparison.ts';
import { LOOK, percent } from './words.ts';

const LEAST_VALUES = 100;
const LEAST_NEW = 5;
/** Shares that somebody would care about. */
const LEAST_NEW_SHARE = 0.005;
const LEAST_MOVED = 0.05;

function categoryPairs({ columns }: Comparison): ColumnPair<CategoryProfile>[] {
  return columns.flatMap((pair) => {
    const { now, before, isTarget } = pair;
    if (isTarget || now.kind !== 'category' || before.kind !== 'category') return [];
    const enough = Math.min(now.count, before.count) >= LEAST_VALUES;
    // Names and free texts are new in every file.
    return enough && !isMostlyDistinct(now) && !isMostlyDistinct(before) ? [{ ...pair, now, before }] : [];
  });
}

export const newCategory: Rule = (comparison) =>
  categoryPairs(comparison).flatMap(({ now, before, index }) => {
    // What was pooled before may have been there.
    if (before.other.levels > 0) return [];
    const known = new Set(before.levels.map(({ value }) => value));
    const fresh = now.levels.filter(({ value }) => !known.has(value));
    // A level of k rows in both would be all here with probability (n / (n + m))^k.
    const tests = Math.max(1, now.levels.length);
    const sure = fresh.filter(
      ({ count }) => count >= LEAST_NEW && tests * (now.count / (now.count + before.count)) ** count < comparison.level,
    );
    const count = fresh.reduce((sum, level) => sum + level.count, 0);
    if (sure.length === 0 || count / now.count < LEAST_NEW_SHARE) return [];
    const names = new Set(fresh.map(({ value }) => value));
    const { sample } = comparison;
    const [codes, texts] = [sample?.levels[index], sample?.texts[index]];
    return [
      {
        column: now.name,
        rule: 'new-category',
        expected: `the ${known.size} levels of before`,
        seen: `${fresh.length === 1 ? 'another level' : `${fresh.length} other levels`} in ${percent(count / now.count)} of the values`,
        count,
        ...(sample && codes && texts ? exampleLines(sample, (row) => names.has(texts[codes[row] ?? -1] ?? '')) : {}),
        cause: 'a new product, place or code; another spelling of a known one; or a value that stands for missing?',
        mend: `${LOOK}; to have such rows set aside, list the values of the column in data.columns`,
      } satisfies Finding,
    ];
  });

export const categoryMix: Rule = (comparison) =>
  categoryPairs(comparison).flatMap(({ now, before }) => {
    const counts = pooled(before, now);
    const test = chiSquare(counts);
    const moved = counts.now.reduce(
      (sum, count, i) => sum + Math.max(0, count / now.count - (counts.baseline[i] ?? 0) / before.count),
      0,
    );
    if (!test || moved < LEAST_MOVED || test.p >= comparison.level) return [];
    return [
      {
        column: now.name,
        rule: 'category-mix',
        expected: 'levels as frequent as before',
        seen: `${percent(moved)} of the values moved to other levels`,
        cause: 'another region, season or kind of customer, or codes with another meaning?',
        mend: LOOK,
      },
    ];
  });

/** Levels of both, rare ones pooled with what neither lists. */
function pooled(before: CategoryProfile, now: CategoryProfile): Counts {
  const levels = [...new Set([...before.levels, ...now.levels].map(({ value }) => value))];
  const countsOf = (profile: CategoryProfile): number[] => {
    const counts = new Map(profile.levels.map(({ value, count }) => [value, count]));
    return levels.map((level) => counts.get(level) ?? 0);
  };
  return poolLevels(
    { baseline: countsOf(before), now: countsOf(now) },
    { baseline: before.other.count, now: now.other.count },
  );
}
