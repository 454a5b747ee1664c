/** More or fewer missing cells than before. */
import { sameShare } from '../../drift/statistics/proportion.ts';
import type { Rule } from './comparison.ts';
import { LOOK, percent } from './words.ts';

/** Points that somebody would care about. */
const LEAST_CHANGE = 0.02;

export const nullShare: Rule = ({ columns, level }) =>
  columns.flatMap(({ now, before }) => {
    const [is, was] = [now, before].map(({ count, nulls }) => ({ count: nulls, of: count + nulls }));
    if (!is || !was || is.of === 0 || was.of === 0) return [];
    const [share, shareBefore] = [is.count / is.of, was.count / was.of];
    if (Math.abs(share - shareBefore) < LEAST_CHANGE || sameShare(was, is) >= level) return [];
    return [
      {
        column: now.name,
        rule: 'null-share',
        expected: `${percent(shareBefore)} of the cells missing`,
        seen: `${percent(share)}`,
        count: is.count,
        cause:
          share > shareBefore
            ? 'a source that failed for a part of the rows, a join that lost some, or a field that became optional?'
            : 'a field that became required, or missing cells that are filled with a default?',
        mend: LOOK,
      },
    ];
  });
