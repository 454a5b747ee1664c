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

export const repeatedRows: Rule = ({ now, before, sample, wholeLevel }) => {
  const [is, was] = [now.rowHashes, before.rowHashes];
  if (!is || !was || is.rows === 0 || was.rows === 0) return [];
  const expected = expectedShare(was, is.rows);
  const share = is.repeated / is.rows;
  if (share - expected < LEAST_CHANGE) return [];
  const finding = {
    expected: `about ${percent(expected)} of the rows equal to an earlier one, as before`,
    seen: `${percent(share)} of the rows equal to an earlier one`,
    count: Math.round((share - expected) * now.rows),
  };
  const block = expected < MOST_REPEATED_BEFORE && sample?.every === 1 ? repeatedBlock(sample) : undefined;
  if (block)
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
  const chance = sameShare(
    { count: Math.round(expected * was.rows), of: was.rows },
    { count: is.repeated, of: is.rows },
  );
  if (chance >= wholeLevel) return [];
  return [
    {
      rule: 'repeated-rows',
      ...finding,
      cause: 'files joined that overlap, a join that multiplies rows, or an export that was tried again?',
      mend: LOOK,
    },
  ];
};

/** Chance pairs grow with the square of the rows, so their share grows with the rows: as far as 1. */
const expectedShare = ({ rows, repeated }: RowHashes, now: number): number =>
  Math.min(1, (repeated / rows) * Math.max(1, now / rows));

/** The longest run of different rows that are equal to an earlier run. */
function repeatedBlock(sample: TypedSample): { rows: number; line: number; of: number } | undefined {
  const hashes = rowHashes(sample);
  const firstOf = new Map<number, number>();
  let [length, best, bestEnd, offset, bestOffset] = [0, 0, 0, 0, 0];
  hashes.forEach((hash, row) => {
    const first = firstOf.get(hash);
    const goesOn = length > 0 && hashes[row - offset] === hash;
    if (goesOn) length += 1;
    else if (first === undefined) length = 0;
    else [length, offset] = [1, row - first];
    if (first === undefined) firstOf.set(hash, row);
    if (length > best) [best, bestEnd, bestOffset] = [length, row, offset];
  });
  const start = bestEnd - best + 1;
  if (new Set(hashes.subarray(start, bestEnd + 1)).size < LEAST_BLOCK) return undefined;
  return { rows: best, line: sample.lines[start] ?? 1, of: sample.lines[start - bestOffset] ?? 1 };
}

/** 32 bits a row: a run of twenty equal ones is no collision. */
function rowHashes({ rows, numbers, levels }: TypedSample): Uint32Array {
  const hashes = new Uint32Array(rows).fill(2_166_136_261);
  const value = new Float64Array(1);
  const bits = new Uint32Array(value.buffer);
  const mix = (row: number, part: number): void => {
    const mixed = Math.imul((hashes[row] ?? 0) ^ part, 0x85ebca6b);
    hashes[row] = mixed ^ (mixed >>> 15);
  };
  numbers.forEach((column, index) => {
    const codes = levels[index];
    for (let row = 0; row < rows; row++)
      if (column) {
        value[0] = column[row] ?? 0;
        mix(row, bits[0] ?? 0);
        mix(row, bits[1] ?? 0);
      } else mix(row, codes?.[row] ?? -1);
  });
  return hashes;
}
