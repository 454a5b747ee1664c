/** What differs between two files, or between a file and a profile: the document, and what its page draws. */
import type { DataDiff } from '../../contracts/data-diff.ts';
import type { Profile } from '../../contracts/profile.ts';
import { compareDatasets } from '../identity/diff/compare-datasets.ts';
import { rowChanges } from '../identity/diff/row-changes.ts';
import type { OpenFile, Types } from './profile-file.ts';

export interface ComparedSide {
  name: string;
  /** All columns alike: without a target. */
  profile: Profile;
  types: Types;
  /** Absent: there is a profile only, and rows cannot be compared. */
  open?: OpenFile;
}

/** @param key column that names the rows of both @throws UnreadableFile */
export async function compareFiles(before: ComparedSide, after: ComparedSide, key?: string): Promise<DataDiff> {
  const rows =
    before.open && after.open ? await rowChanges(before.open, after.open, { key, types: after.types }) : undefined;
  return compareDatasets(before, after, rows);
}
