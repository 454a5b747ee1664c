/** Builds the profile of a column of text levels in one pass. */
import type { CategoryProfile } from '../../contracts/profile.ts';
import { ownText } from '../own-text.ts';

const LISTED = 200;
/** Longer texts are sentences, not levels: they are counted, never listed. */
const LONGEST = 256;

export interface CategoryColumn {
  /** @param level empty when the cell is missing */
  add(level: string): void;
  profile(): CategoryProfile;
}

/**
 * Exact while the column has at most `limit` different texts. Beyond it texts not seen before count as `other`, and
 * `other.levels` is a lower bound.
 */
export function categoryColumn(name: string, limit: number): CategoryColumn {
  const counts = new Map<string, number>();
  let count = 0;
  let nulls = 0;
  let unlisted = 0;

  return {
    add(level) {
      if (level === '') {
        nulls += 1;
        return;
      }
      count += 1;
      const known = counts.get(level);
      if (known !== undefined) counts.set(level, known + 1);
      else if (counts.size < limit && level.length <= LONGEST) counts.set(ownText(level), 1);
      else unlisted += 1;
    },
    profile() {
      const byCount = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
      const rest = byCount.slice(LISTED);
      return {
        name,
        kind: 'category',
        count,
        nulls,
        levels: byCount.slice(0, LISTED).map(([value, times]) => ({ value, count: times })),
        other: {
          levels: rest.length + (unlisted > 0 ? 1 : 0),
          count: rest.reduce((sum, [, times]) => sum + times, unlisted),
          ...(unlisted > 0 ? { unlisted } : {}),
        },
      };
    },
  };
}
