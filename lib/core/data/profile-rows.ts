/** Judges rows cell by cell and profiles those that are kept: no split, no files, no digest. */
import type { CellBatch } from './cell-batch.ts';
import type { RejectedRow, TypedReader } from './columns/typed-rows.ts';
import { refuseCutOff } from './cut-off.ts';
import type { ProfileBuilder } from './profile/profile.ts';
import type { Rejections } from './rejections.ts';

/**
 * @param onRejected takes the rows that are not kept, batch by batch in the order of the file
 * @throws UnreadableFile
 */
export async function profileRows(
  batches: AsyncIterable<CellBatch>,
  reader: TypedReader,
  { profile, rejected }: { profile: ProfileBuilder; rejected: Rejections },
  onRejected?: (rows: readonly RejectedRow[]) => void,
): Promise<void> {
  for await (const batch of batches) {
    refuseCutOff(batch);
    const rows = reader.read(batch);
    profile.add(rows);
    for (const { line, faults } of rows.rejected) rejected.add(line, faults);
    onRejected?.(rows.rejected);
  }
}
