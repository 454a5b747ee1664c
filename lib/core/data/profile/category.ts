/** The profile of a column of levels. */
import type { CategoryProfile } from '../../contracts/profile.ts';
import type { LevelCounts } from './level-counts.ts';

const LISTED = 200;

export function categoryProfile(name: string, levels: LevelCounts): CategoryProfile {
  const { count, nulls, bound, nonAscii, mojibake } = levels;
  const counts = levels.counts();
  const byCount = levels
    .texts()
    .map((value, id) => ({ value, count: counts[id] ?? 0 }))
    .filter((level) => level.count > 0)
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  const listed = byCount.reduce((sum, level) => sum + level.count, 0);
  const shown = byCount.slice(0, LISTED);
  const unlisted = count - listed;
  return {
    name,
    kind: 'category',
    count,
    nulls,
    levels: shown,
    other: {
      levels: byCount.length - shown.length + (unlisted > 0 ? 1 : 0),
      count: count - shown.reduce((sum, level) => sum + level.count, 0),
      ...(unlisted > 0 ? { unlisted } : {}),
    },
    ...(bound > 0 ? { bound } : {}),
    nonAscii,
    mojibake,
  };
}
