/** A stored document in the place of a file of rows: a profile, or the baseline of a version. */
import * as z from 'zod';
import { DriftBaseline } from '../../core/contracts/drift-baseline.ts';
import type { Profile } from '../../core/contracts/profile.ts';
import type { Types } from '../../core/data/file/profile-file.ts';
import { profileOfBaseline } from '../../core/drift/stored/baseline.ts';
import { storedJson, storedProfile } from '../data/reference.ts';
import type { DataFile } from '../data/source.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';

const OfBaseline = z.object({ kind: z.literal('drift-baseline') });

/** @returns types only of a baseline, which knows them @throws CommandFailure (2) when it is neither */
export function storedReference(source: DataFile): { profile: Profile; types?: Types } {
  const content = storedJson(source);
  return OfBaseline.safeParse(content).success
    ? baselineReference(source, content)
    : { profile: storedProfile(source) };
}

function baselineReference({ file }: DataFile, content: unknown): { profile: Profile; types: Types } {
  const parsed = DriftBaseline.safeParse(content);
  const [issue] = parsed.error?.issues ?? [];
  if (!parsed.success) throw damaged(file, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  try {
    const types = new Map(parsed.data.columns.map(({ name, type }) => [name, type]));
    return { profile: profileOfBaseline(parsed.data), types };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw damaged(file, error.message);
  }
}

const damaged = (file: string, fault: string): CommandFailure =>
  new CommandFailure(EXIT.usage, `${file} is no baseline: ${fault}`, 'copy it again from where the version keeps it');
