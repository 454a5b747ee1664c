/** The tests of cells that are missing, and of those that are no numbers. */
import { sameShare } from '../statistics/proportion.ts';
import type { Look, Tested } from './level.ts';

/** Cells of a column, and how many of them it is about. */
export interface Cells {
  readonly count: number;
  readonly of: number;
}

export const shareOf = ({ count, of }: Cells): number => (of === 0 ? 0 : count / of);

/** Whether both sides have the same share of them. */
export function shareTest(look: Look, before: Cells, now: Cells): Tested {
  const [all, hits] = [before.of + now.of, before.count + now.count];
  const able = before.of > 0 && now.of > 0 && hits > 0 && hits < all;
  return {
    look,
    p: able ? sameShare(before, now) : undefined,
    effect: Math.abs(shareOf(now) - shareOf(before)),
  };
}
