/** `--against <profile|file>`: the profile that `sluice data profile --json` wrote, or a data file that is profiled first. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { Manifest } from '../../core/contracts/manifest/schema.ts';
import { Profile } from '../../core/contracts/profile.ts';
import { checkFile } from '../../core/data/file/check-file.ts';
import { profileFile, type Types } from '../../core/data/file/profile-file.ts';
import { profiledTypes, withoutTarget } from '../../core/data/file/reference.ts';
import { UnreadableFile } from '../../core/data/readers/unreadable-file.ts';
import { refusal as refused, UploadRefused } from '../../core/data/refused.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { DataFile } from './source.ts';

/** JSON Lines begin with a brace too, but none of their objects with this. */
const DOCUMENT_STARTS = /^\s*\{\s*"v"\s*:/;
const LOOKED_AT = 256;

function startOf({ file }: DataFile): string {
  const start = Buffer.alloc(LOOKED_AT);
  const handle = openSync(file, 'r');
  try {
    return start.toString('utf8', 0, readSync(handle, start, 0, LOOKED_AT, 0));
  } finally {
    closeSync(handle);
  }
}

/** Whether it is a profile or a schema, not data. */
export const isStoredDocument = (source: DataFile): boolean => DOCUMENT_STARTS.test(startOf(source));

export interface Reference {
  profile: Profile;
  types: Types;
  /** Else it is a stored profile, without rows. */
  isFile: boolean;
}

/** All columns alike, a target among them. @throws CommandFailure (2) when it is neither a profile nor a file that can be profiled */
export async function referenceOf(source: DataFile): Promise<Reference> {
  if (isStoredDocument(source)) {
    const profile = withoutTarget(storedProfile(source));
    return { profile, types: profiledTypes(profile), isFile: false };
  }
  try {
    const { profile, types } = await profileFile(source.open);
    return { profile, types, isFile: true };
  } catch (error) {
    throw asUsage(error, source.file);
  }
}

/**
 * What a file under a manifest is compared with: another file is profiled under the same manifest, with its target and its
 * words for missing cells.
 *
 * @throws CommandFailure (2) as `referenceOf`, and where the other file has not the columns of the manifest
 */
export async function referenceUnder(source: DataFile, manifest: Manifest): Promise<Profile> {
  if (isStoredDocument(source)) return storedProfile(source);
  const { profile, refusal } = await checkFile(source.open, { manifest });
  if (profile) return profile;
  throw asUsage(new UploadRefused(refusal ?? refused('empty-file', '')), source.file);
}

/** @throws CommandFailure (2) when it is no JSON */
export function storedJson({ file }: DataFile): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CommandFailure(EXIT.usage, `${file} is not whole JSON: ${(error as Error).message}`, 'write it again');
  }
}

/** @throws CommandFailure (2) when it is none */
export function storedProfile(source: DataFile): Profile {
  const { file } = source;
  const parsed = Profile.safeParse(storedJson(source));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CommandFailure(
    EXIT.usage,
    `${file} is no profile: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    'sluice data profile <file> --json > profile.json',
  );
}

/** A file that cannot be read at all, as bad input. */
export function asUsage(error: unknown, file: string): unknown {
  if (error instanceof UnreadableFile) return new CommandFailure(EXIT.usage, `${file}: ${error.message}`, error.mend);
  if (!(error instanceof UploadRefused)) return error;
  const { message, findings } = error.refusal;
  // That there are no rows the message has said.
  const places = findings
    .filter(({ rule }) => rule !== 'no-rows')
    .map(({ column, seen }) => `\n  ${column ? `${column}: ` : ''}${seen}`);
  return new CommandFailure(EXIT.usage, `${file}: ${message}${places.join('')}`, findings[0]?.mend);
}
