/** The rows of the last accepted dataset again, in whatever order. */
import type { RowHashes } from '../../contracts/profile.ts';
import type { Rule } from './comparison.ts';
import { percent } from './words.ts';

/** Share of the different rows of both that are in both. */
const LEAST_OVERLAP = 0.9;
/** Where rows repeat a lot, data that only looks alike overlaps too. */
const MOST_REPEATED = 0.3;
const LEAST_HASHES = 30;

export const sameData: Rule = ({ now, before }) => {
  const [is, was] = [now.rowHashes, before.rowHashes];
  if (!is || !was || was.repeated > MOST_REPEATED * was.rows || was.rows === 0) return [];
  const overlap = overlapOf(is, was);
  if (overlap === undefined || overlap < LEAST_OVERLAP) return [];
  return [
    {
      rule: 'same-data',
      expected: 'other rows than in the last accepted data',
      seen: overlap === 1 ? 'the same rows' : `about ${percent(overlap)} of the rows of both are the same`,
      cause: "yesterday's file again, or an export that did not move on?",
      mend: 'look at the date of the export; nothing is to be done where the data was meant to be trained on again',
    },
  ];
};

/** Jaccard's index from the smallest hashes of both (Broder 1997), as far as both lists reach. */
function overlapOf(a: RowHashes, b: RowHashes): number | undefined {
  const every = BigInt(Math.max(a.every, b.every));
  const reach = (hashes: RowHashes): string | undefined =>
    hashes.smallest.length < 1024 ? undefined : hashes.smallest.at(-1);
  const ends = [reach(a), reach(b)].filter((end) => end !== undefined).sort();
  const within = (hashes: RowHashes): Set<string> =>
    new Set(
      hashes.smallest.filter(
        (hash) => (ends[0] === undefined || hash <= ends[0]) && BigInt(`0x${hash}`) % every === 0n,
      ),
    );
  const [x, y] = [within(a), within(b)];
  const both = [...x].filter((hash) => y.has(hash)).length;
  const union = x.size + y.size - both;
  return union < LEAST_HASHES ? undefined : both / union;
}
