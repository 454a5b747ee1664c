/** What the rows of a range came to, as a document; and ranges put together in order, equal to one pass over all rows. */
import * as z from 'zod';
import { RangeDigest } from '../identity/range-digest.ts';
import type { RowsRead } from '../read-rows.ts';
import { RejectionsState } from '../rejections.ts';
import { ProfileDocument } from './profile-document.ts';

const count = z.number().int().nonnegative();
const Side = z.strictObject({ rows: count, positives: count });

export const CheckedRange = z.strictObject({
  v: z.literal(1),
  rejected: RejectionsState,
  sides: z.strictObject({ train: Side, holdout: Side }),
  profile: ProfileDocument,
  flattenedCells: count,
  digest: RangeDigest,
});
export type CheckedRange = z.infer<typeof CheckedRange>;

export const checkedRange = (read: RowsRead, digest: RangeDigest): CheckedRange => ({
  v: 1,
  rejected: read.rejected.state(),
  sides: read.sides,
  profile: read.profile.state(),
  flattenedCells: read.flattenedCells,
  digest,
});

/** Takes the rows of the next range into those of the ranges before it. */
export function mergeRange(read: RowsRead, later: CheckedRange): void {
  read.rejected.merge(later.rejected);
  for (const side of ['train', 'holdout'] as const) {
    read.sides[side].rows += later.sides[side].rows;
    read.sides[side].positives += later.sides[side].positives;
  }
  read.profile.merge(later.profile);
  read.flattenedCells += later.flattenedCells;
}
