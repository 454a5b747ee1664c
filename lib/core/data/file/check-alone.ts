/** Checks a file without a manifest: by the form of its rows and, where there is something to compare with, by what changed. */
import type { Refusal } from '../../contracts/check.ts';
import { columnFacts, findingsOf } from '../findings.ts';
import { nameSome } from '../name-some.ts';
import { refusal } from '../refused.ts';
import { changeRefusal } from '../rules/change-refusal.ts';
import { changesSince } from '../rules/changes.ts';
import { compareColumns } from './compare-columns.ts';
import type { FileCheck, FileCheckInput } from './file-check.ts';
import { contractWithoutTarget } from './no-target.ts';
import { type OpenFile, profileFile, TOLERANCE } from './profile-file.ts';
import { profiledTypes, withoutTarget } from './reference.ts';

/** @throws UploadRefused before the rows were read, UnreadableFile */
export async function checkAlone(
  open: OpenFile,
  { reference, writeRejects }: Omit<FileCheckInput, 'manifest'>,
): Promise<FileCheck> {
  const before = reference && withoutTarget(reference);
  const known = before ? profiledTypes(before) : undefined;
  if (before) await compareColumns(open, before);
  const found = await profileFile(open, {
    ...(known ? { known } : {}),
    ...(writeRejects ? { writeRejects } : {}),
  });
  const { profile, sample, types, kept, rejected, reasons } = found;
  const changes = before ? changesSince(profile, before, contractWithoutTarget(types), { sample }) : [];
  const refused = tooManyRejected(found) ?? changeRefusal(changes, profile.columns.length);
  return {
    ...(refused ? { refusal: { ...refused, rows: kept + rejected, rejected } } : {}),
    warnings: changes,
    remarks: findingsOf(columnFacts(profile, { types, previous: before })),
    kept,
    rejected,
    allowedShare: TOLERANCE,
    reasons,
    profile,
    types,
  };
}

function tooManyRejected({ kept, rejected, reasons }: Awaited<ReturnType<typeof profileFile>>): Refusal | undefined {
  const share = rejected / (kept + rejected);
  if (share <= TOLERANCE) return undefined;
  const words = reasons.map(({ column, reason, count }) => `${count}${column ? ` of ${column}` : ''} (${reason})`);
  return refusal(
    'too-many-rejected-rows',
    `${rejected} of ${kept + rejected} rows: ${nameSome(words)}.`,
    reasons.map(({ column, reason, count, lines }) => ({
      ...(column === undefined ? {} : { column }),
      rule: reason,
      expected: 'cells like the others of the column, and as many as the header',
      seen: `${count} ${count === 1 ? 'row' : 'rows'}, first at line ${lines[0] ?? 1}`,
      count,
      lines,
      mend: 'mend the cells, or the export',
    })),
  );
}
