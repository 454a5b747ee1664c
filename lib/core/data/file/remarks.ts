/** What a profile alone shows, without anything to hold it against. */
import type { Profile } from '../../contracts/profile.ts';
import { type ColumnFinding, findingsOf } from '../findings.ts';
import type { Leak } from '../survey/leaks.ts';
import type { Types } from './profile-file.ts';

/** Worst first. @param before of the dataset before, under the same contract */
export function remarksOf(
  { columns }: Profile,
  types: Types,
  before?: Profile,
  leaks: readonly Leak[] = [],
  target = 'the target',
): ColumnFinding[] {
  const earlier = new Map(before?.columns.map((column) => [column.name, column]));
  const leakOf = new Map(leaks.map((leak) => [leak.column, leak]));
  return findingsOf(
    columns.map((profile) => ({
      profile,
      type: types.get(profile.name) ?? 'text',
      before: earlier.get(profile.name),
      leak: leakOf.get(profile.name),
    })),
    target,
  );
}
