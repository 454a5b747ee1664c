/** Rows that occur twice although rows did not repeat before; and a block of them, which was written twice. */
import type { RowHashes } from '../../contracts/profile.ts';
import { sameShare } from '../../drift/statistics/proportion.ts';
import type { TypedSample } from '../profile/typed-sample.ts';
import type { Rule } from './comparison.ts';
import { LOOK, percent } from './words.ts';

/** Share of the rows, beyond what the data before would have had. */
const LEAST_CHANGE = 0.02;
/** So many rows in their old order are no chance, where most rows differ. */
const LEAST_BLOCK = 20;
const MOST_REPEATED_BEFORE = 0.5;

export const repeatedRows: Rule = ({ now, before, sample, level }) => {
  const [is, was] = [now.rowHashes, before.rowHashes];
  if (!is || !was || is.rows === 0 || was.rows === 0) return [];
  const expected = expectedShare(was, is.rows);
  const share = is.repeated / is.rows;
  const chance = sameShare(
    { count: Math.round(expected * was.rows), of: was.rows },
    { count: is.repeated, of: is.rows },
  );
  if (share - expected < LEAST_CHANGE || chance >= level) return [];
  const block = expected < MOST_REPEATED_BEFORE && sample?.every === 1 ? repeatedBlock(sample) : undefined;
  const finding = {
    expected: `about ${percent(expected)} of the rows equal to an earlier one, as before`,
    seen: `${percent(share)}`,
    count: Math.round((share - expected) * now.rows),
  };
  if (!block)
    return [
      {
        rule: 'repeated-rows',
        ...finding,
        cause: 'files joined that overlap, a join that multiplies rows, or an export that was tried again?',
        mend: LOOK,
      },
    ];
  return [
    {
      rule: 'repeated-block',
      ...finding,
      seen: `${finding.seen}; ${block.rows} rows from line ${block.line} on are those from line ${block.of} on`,
      lines: [block.line, block.of],
      cause: 'a page or file of the export that was written twice?',
      mend: 'remove the second copy',
    },
  ];
};

/** Chance pairs grow with the square of the rows, so their share grows with the rows: as far as 1. */
const expectedShare = ({ rows, repeated }: RowHashes, now: number): number =>
  Math.min(1, (repeated / rows) * Math.max(1, now / rows));

/** The longest run of rows that are equal to an earlier run. */
function repeatedBlock(sample: TypedSample): { rows: number; line: number; of: number } | undefined {
  const firstOf = new Map<string, number>();
  let [length, best, bestEnd, offset, bestOffset] = [0, 0, 0, 0, 0];
  for (let row = 0; row < sample.rows; row++) {
    const key = keyOf(sample, row);
    const first = firstOf.get(key);
    if (length > 0 && keyOf(sample, row - offset) === key) length += 1;
    else if (first !== undefined) [length, offset] = [1, row - first];
    else length = 0;
    if (first === undefined) firstOf.set(key, row);
    if (length > best) [best, bestEnd, bestOffset] = [length, row, offset];
  }
  if (best < LEAST_BLOCK) return undefined;
  const start = bestEnd - best + 1;
  return { rows: best, line: sample.lines[start] ?? 1, of: sample.lines[start - bestOffset] ?? 1 };
}

const keyOf = ({ numbers, levels }: TypedSample, row: number): string =>
  numbers.map((values, column) => values?.[row] ?? levels[column]?.[row] ?? '').join();
