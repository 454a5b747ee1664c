/** The profile of a file that belongs to no model: every column is one among equals, types are inferred where none are known. */
import type { RejectedReason } from '../../contracts/check.ts';
import type { Profile } from '../../contracts/profile.ts';
import type { ColumnType } from '../../contracts/schema.ts';
import { typedReader } from '../columns/typed-rows.ts';
import { checkNames } from '../header.ts';
import { guessType } from '../infer.ts';
import type { Depth } from '../profile/derive/derive.ts';
import { profileBuilder } from '../profile/profile.ts';
import type { TypedSample } from '../profile/typed-sample.ts';
import { wholeProfile } from '../profile/whole-profile.ts';
import { profileRows } from '../profile-rows.ts';
import type { TableFile } from '../readers/table-file.ts';
import { refuseEmpty } from '../refused.ts';
import { rejections } from '../rejections.ts';
import { REJECTS_HEADER, rejectsList } from '../rejects-list.ts';
import { contractWithoutTarget, type NullsOf, noWords } from './no-target.ts';

/** Opens the file anew at each call. @throws UnreadableFile */
export type OpenFile = () => Promise<TableFile>;
export type Types = ReadonlyMap<string, ColumnType>;

export interface FileProfile {
  /** Without a target: all columns are in `columns`, in the order of the header. */
  profile: Profile;
  /** Whole rows, columns in the same order. */
  sample: TypedSample;
  types: Types;
  /** Rows the profile was made of. */
  kept: number;
  /** Rows of another form than the header's, or with cells unlike the rest of their column. */
  rejected: number;
  /** Most frequent first. */
  reasons: RejectedReason[];
}

export interface ProfileFileOptions {
  /** Types that are known; the others are inferred from the file, which takes a pass more. */
  known?: Types;
  /** Takes the rejected rows as lines of CSV. */
  writeRejects?: (text: string) => void;
  /** Words that stand for a missing cell. The type is not known yet where it is inferred. */
  nullsOf?: NullsOf;
  depth?: Depth;
}

/** As a new manifest has it (`data.maxRejectedShare`): so many cells may be unlike their column. */
export const TOLERANCE = 0.01;

/** Rows that a comparison tells apart: enough for a share of repeated ones to 1 %. */
const FEW_HASHES = 16_384;

/** @throws UnreadableFile; UploadRefused `header-mismatch`, `empty-file` */
export async function profileFile(
  open: OpenFile,
  { known = new Map(), writeRejects, nullsOf = noWords, depth = 'whole' }: ProfileFileOptions = {},
): Promise<FileProfile> {
  const types = await typesOf(open, known, nullsOf);
  const file = await open();
  const contract = contractWithoutTarget(types, nullsOf);
  const features = contract.rules.map((_, position) => ({ position }));
  const reader = typedReader({ rules: contract.rules }, { features });
  const builder = profileBuilder(reader, [...types.keys()], false, 1, depth === 'brief' ? FEW_HASHES : undefined);
  const rejected = rejections();
  const listed = rejectsList();
  writeRejects?.(REJECTS_HEADER);
  try {
    await profileRows(file.batches, reader, { profile: builder, rejected }, (rows) =>
      writeRejects?.(listed.linesOf(rows)),
    );
    writeRejects?.(listed.rest());
  } finally {
    await file.close();
  }
  const kept = builder.rows;
  if (kept + rejected.rows === 0) refuseEmpty();
  return {
    ...wholeProfile(builder, contract, depth),
    types,
    kept,
    rejected: rejected.rows,
    reasons: rejected.reasons().slice(0, 10),
  };
}

/** In the order of the header. */
async function typesOf(open: OpenFile, known: Types, nullsOf: NullsOf): Promise<Types> {
  const file = await open();
  try {
    const names = file.header.map((name) => name.trim());
    checkNames(names);
    const unknown = names.flatMap((name, index) =>
      known.has(name) ? [] : [{ name, index, guess: guessType(nullsOf(name, undefined)) }],
    );
    if (unknown.length > 0)
      for await (const batch of file.batches) for (const { guess, index } of unknown) guess.read(batch, index);
    const found = new Map(unknown.map(({ name, guess }) => [name, guess.type(TOLERANCE)]));
    return new Map(names.map((name) => [name, known.get(name) ?? found.get(name) ?? 'text']));
  } finally {
    await file.close();
  }
}
