/** The tests of a column of levels: how frequent they are, and whether some were never there before. */

import type { CategoryProfile } from '../../contracts/profile.ts';
import { isMissing } from '../../data/cells.ts';
import { poolLevels, testable } from '../groups.ts';
import { chiSquare } from '../statistics/chi-square.ts';
import { type Counts, total } from '../statistics/counts.ts';
import type { Tested } from './level.ts';

export interface LevelSide {
  readonly profile: CategoryProfile;
  /** Values by level. */
  readonly counts: ReadonlyMap<string, number>;
  /** Values of levels that are not told apart. */
  readonly rest: number;
  /** Whether `counts` names every level there was. */
  readonly complete: boolean;
}

/** Both sides without what one of them did not tell apart. */
interface Paired {
  readonly levels: readonly (readonly [level: string, before: number, now: number])[];
  readonly rest: { readonly baseline: number; readonly now: number };
}

export function levelTests(before: LevelSide, now: LevelSide): Tested[] {
  const { levels, rest } = paired(before, now);
  const groups = poolLevels({ baseline: levels.map(([, was]) => was), now: levels.map(([, , is]) => is) }, rest);
  if (total(groups.baseline) === 0 || total(groups.now) === 0) return [];
  const test = chiSquare(groups);
  const able = test !== undefined && test.degreesOfFreedom > 0;
  return [
    { look: 'levels', p: able ? test.p : undefined, effect: moved(groups) },
    ...(before.complete && now.complete ? [newLevels(levels)] : []),
  ];
}

/**
 * Where a side lists its most frequent levels only, chance chose those near the end of the list: they are frequent on that
 * side by choice. Such levels join the rest.
 */
function paired(before: LevelSide, now: LevelSide): Paired {
  const sure = ({ counts, complete }: LevelSide) => testable(counts.values(), complete);
  const [was, is] = [sure(before), sure(now)];
  const rest = { baseline: before.rest, now: now.rest };
  const levels: [string, number, number][] = [];
  for (const level of new Set([...before.counts.keys(), ...now.counts.keys()])) {
    const [b, n] = [before.counts.get(level) ?? 0, now.counts.get(level) ?? 0];
    if (was(b) && is(n)) levels.push([level, b, n]);
    else {
      rest.baseline += b;
      rest.now += n;
    }
  }
  return { levels, rest };
}

/**
 * Total variation distance, and what it would be on average by chance taken off in squares: of many levels it is never
 * small.
 */
function moved({ baseline, now }: Counts): number {
  const [n, m] = [total(baseline), total(now)];
  let distance = 0;
  let chance = 0;
  for (let group = 0; group < baseline.length; group++) {
    const [was, is] = [baseline[group] ?? 0, now[group] ?? 0];
    const share = (was + is) / (n + m);
    distance += Math.abs(was / n - is / m) / 2;
    chance += Math.sqrt((2 / Math.PI) * share * (1 - share) * (1 / n + 1 / m)) / 2;
  }
  return Math.sqrt(Math.max(0, distance ** 2 - chance ** 2));
}

/** Fewer rows on both sides together are no level to speak of. */
const LEAST_ROWS = 5;

/**
 * Were both sets drawn alike, the k rows of a level would all be in the later one with probability
 * m (m - 1) ... / ((n + m) (n + m - 1) ...); over the levels by Bonferroni. Which levels are looked at depends on both
 * sets together only.
 */
function newLevels(levels: Paired['levels']): Tested {
  const [n, m] = [1, 2].map((side) => levels.reduce((sum, level) => sum + Number(level[side]), 0));
  const looked = levels.filter(([, was, is]) => was + is >= LEAST_ROWS);
  if (!n || !m || looked.length < 2) return { look: 'new-levels', p: undefined, effect: 0 };
  let most = 0;
  let fresh = 0;
  for (const [, was, is] of levels)
    if (was === 0) {
      fresh += is;
      most = Math.max(most, is);
    }
  let chance = most < LEAST_ROWS ? 1 : looked.length;
  if (most >= LEAST_ROWS) for (let k = 0; k < most; k++) chance *= (m - k) / (n + m - k);
  return { look: 'new-levels', p: Math.min(1, chance), effect: fresh / m };
}

/** Of a profile alone, all rows counted. */
const listed = ({ levels, other }: CategoryProfile) => ({
  counts: new Map(levels.map(({ value, count }) => [value, count])),
  rest: other.count,
  complete: other.levels === 0,
});

/**
 * From the profile where it lists every level, for it counts all rows; else from the row sample.
 * @param codes of the sample, an index into `texts` a row, -1 where missing @param sampled share of the rows that is in it
 */
export function levelSide(
  profile: CategoryProfile,
  sample: { codes: Int32Array; texts: readonly string[]; sampled: number } | undefined,
): LevelSide {
  if (profile.other.levels === 0 || !sample) return { profile, ...listed(profile) };
  const byCode = new Float64Array(sample.texts.length);
  for (const code of sample.codes) if (code >= 0) byCode[code] = (byCode[code] ?? 0) + 1;
  const counts = new Map<string, number>();
  sample.texts.forEach((text, code) => {
    const count = byCode[code] ?? 0;
    if (count > 0 && !isMissing(text)) counts.set(text, count);
  });
  const unlisted = profile.other.unlisted ?? 0;
  return { profile, counts, rest: Math.round(unlisted * sample.sampled), complete: unlisted === 0 };
}
