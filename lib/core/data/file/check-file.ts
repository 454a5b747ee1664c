/** Checks a file where it lies: by a manifest as the platform would, or without one against the columns of another file. */
import type { Finding, Refusal, RejectedReason } from '../../contracts/check.ts';
import type { Manifest } from '../../contracts/manifest/schema.ts';
import type { Profile } from '../../contracts/profile.ts';
import { checkRows } from '../check.ts';
import { contractOf, type Inferred } from '../contract.ts';
import { type ColumnFinding, findingsOf } from '../findings.ts';
import { firstPass } from '../first-pass.ts';
import { layoutOf } from '../header.ts';
import { nameSome } from '../name-some.ts';
import { UnreadableFile } from '../readers/unreadable-file.ts';
import { refusal, UploadRefused } from '../refused.ts';
import { changeRefusal } from '../rules/change-refusal.ts';
import { changesSince } from '../rules/changes.ts';
import type { Leak } from '../survey/leaks.ts';
import { compareColumns } from './compare-columns.ts';
import { type OpenFile, profileFile, TOLERANCE, type Types } from './profile-file.ts';
import { profiledTypes, withoutTarget, withTarget } from './reference.ts';

export interface FileCheckInput {
  manifest?: Manifest | undefined;
  /** Profile of what was accepted before. */
  reference?: Profile | undefined;
  /** Takes the rejected rows as lines of CSV. */
  writeRejects?: ((text: string) => void) | undefined;
}

/** `kept + rejected` is every row of the file; both are absent where it was not read to the end. */
export interface FileCheck {
  /** Why the file is refused; absent: it is accepted. */
  refusal?: Refusal;
  /** What is told and refuses nothing. */
  warnings: Finding[];
  /** What a person should look at, from the profile alone: worst first. */
  remarks: ColumnFinding[];
  kept?: number;
  rejected?: number;
  /** Share of rows that may be rejected. */
  allowedShare: number;
  reasons: RejectedReason[];
  /** Of the kept rows. */
  profile?: Profile;
  types?: Types;
}

/** @throws what the source throws; a file that cannot be read is a refusal */
export async function checkFile(open: OpenFile, input: FileCheckInput): Promise<FileCheck> {
  const allowedShare = input.manifest?.data.maxRejectedShare ?? TOLERANCE;
  const nothing = { warnings: [], remarks: [], reasons: [], allowedShare };
  try {
    return input.manifest
      ? await checkedByManifest(open, { ...input, manifest: input.manifest })
      : await checkedAlone(open, input);
  } catch (error) {
    if (error instanceof UploadRefused) return { ...nothing, refusal: error.refusal, ...countsOf(error.refusal) };
    if (error instanceof UnreadableFile) return { ...nothing, refusal: unreadable(error) };
    throw error;
  }
}

const countsOf = ({ rows, rejected }: Refusal) =>
  rows === undefined || rejected === undefined ? {} : { kept: rows - rejected, rejected };

async function checkedAlone(open: OpenFile, { reference, writeRejects }: FileCheckInput): Promise<FileCheck> {
  const before = reference && withoutTarget(reference);
  const known = before ? profiledTypes(before) : undefined;
  if (before) await compareColumns(open, before);
  const found = await profileFile(open, {
    ...(known ? { known } : {}),
    ...(writeRejects ? { writeRejects } : {}),
  });
  const { profile, types, kept, rejected, reasons } = found;
  const changes = before ? changesOf(profile, before, types) : [];
  const refused = tooManyRejected(found) ?? changeRefusal(changes, profile.columns.length);
  return {
    ...(refused ? { refusal: { ...refused, rows: kept + rejected, rejected } } : {}),
    warnings: refused ? [] : changes,
    remarks: remarksOf(profile, types, before),
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

/** Without a manifest there is no target, and every column is a feature. */
function changesOf(now: Profile, before: Profile, types: Types): Finding[] {
  const rules = now.columns.map(({ name }) => ({ name, type: types.get(name) ?? 'text', required: false }));
  const target = { name: '', type: 'text' as const, required: true };
  const schema = { v: 1 as const, task: 'binary-classification' as const, columns: rules, target };
  return changesSince(now, before, { rules, target, schema });
}

async function checkedByManifest(
  open: OpenFile,
  { manifest, reference, writeRejects }: FileCheckInput & { manifest: Manifest },
): Promise<FileCheck> {
  const { target, id, maxRejectedShare } = manifest.data;
  const previous = reference && withTarget(reference, target, id);
  const file = await open();
  try {
    const layout = layoutOf(file.header, manifest, undefined);
    const inferred = typesFrom(await firstPass(file.batches, layout, manifest), previous);
    const contract = contractOf(manifest, layout, inferred);
    const again = await open();
    try {
      const rows = await checkRows(
        again.batches,
        { manifest, layout, contract, ...(previous ? { previous } : {}) },
        async (name, text) => {
          if (name === 'rejects') writeRejects?.(text);
        },
      );
      const types = new Map([...contract.rules, contract.target].map((rule) => [rule.name, rule.type]));
      return {
        warnings: rows.warnings,
        remarks: remarksOf(rows.profile, types, previous, rows.leaks, target),
        kept: rows.kept,
        rejected: rows.rejected,
        allowedShare: maxRejectedShare,
        reasons: rows.reasons,
        profile: rows.profile,
        types,
      };
    } finally {
      await again.close();
    }
  } finally {
    await file.close();
  }
}

/** As the platform freezes them at the first accepted upload. */
function typesFrom(inferred: Inferred, previous: Profile | undefined): Inferred {
  if (!previous) return inferred;
  const known = profiledTypes(previous);
  return { ...inferred, types: new Map([...inferred.types].map(([name, type]) => [name, known.get(name) ?? type])) };
}

/** What a profile alone shows. @param before of the dataset before, under the same contract */
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

function unreadable({ message, mend, line }: UnreadableFile): Refusal {
  const text = `${message.charAt(0).toUpperCase()}${message.slice(1)}`;
  return refusal('unreadable', `${text}.`, [
    {
      rule: 'readable',
      expected: 'a file that can be read to its end',
      seen: message,
      mend,
      ...(line === undefined ? {} : { lines: [line] }),
    },
  ]);
}
