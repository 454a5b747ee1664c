/** Whether figures that Trino only approximates are near enough. */
import type { ColumnProfile, NumberProfile, Profile } from '../../../lib/core/contracts/profile.ts';
import type { Asked } from './figures.ts';

/** Of `approx_distinct`: five times its standard error of 2.3 % (HyperLogLog, Trino's documentation), and one for small counts. */
const DISTINCT_ERROR = 0.115;
/** Of `approx_percentile`, which states none: of the rank, and beside it of the range, for it interpolates between values that many rows share. */
const RANK_ERROR = 0.05;
const RANGE_ERROR = 0.02;
/** What `profileSql` asks for unless told otherwise. */
const SHARES = [0, 0.25, 0.5, 0.75, 1];

/** @returns what is too far off */
export function tooFar({ columns: all }: Profile, { columns }: Asked): string[] {
  return columns.flatMap(({ count, approximately: { distinct, quantiles } }, at) => {
    const ours = all[at];
    if (!ours || count === 0) return [];
    const wrong: string[] = [];
    const different = differentValues(ours);
    if (different !== undefined && Math.abs(distinct - different) > DISTINCT_ERROR * different + 1)
      wrong.push(`${ours.name}: about ${distinct} different values by Trino, and there are ${different}`);
    if (ours.kind === 'category') return wrong;
    const slack = RANGE_ERROR * ((ours.max ?? 0) - (ours.min ?? 0));
    quantiles.forEach((value, i) => {
      const share = SHARES[i] ?? 0;
      if (
        value < atRank(ours, share - RANK_ERROR).least - slack ||
        value > atRank(ours, share + RANK_ERROR).most + slack
      )
        wrong.push(`${ours.name}: ${value} is no quantile of ${share} by Trino`);
    });
    return wrong;
  });
}

/** Between which of our edges the value of a rank lies: values that Trino interpolates between two of ours are in order. */
function atRank({ counts, edges, count, min, max }: NumberProfile, share: number): { least: number; most: number } {
  let below = 0;
  const bin = counts.findIndex((inBin) => {
    below += inBin;
    return below >= share * count;
  });
  return {
    least: edges[bin - 1] ?? min ?? Number.NaN,
    most: (bin < 0 ? undefined : edges[bin]) ?? max ?? Number.NaN,
  };
}

const differentValues = (column: ColumnProfile): number | undefined => {
  if (column.kind === 'number') return column.distinct;
  return column.other.unlisted === undefined ? column.levels.length + column.other.levels : undefined;
};
