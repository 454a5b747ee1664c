/** A data file as a set of rows that can be compared. Whatever its columns hold, it is read, as long as it is a table. */
import type { ColumnSpec, Manifest } from '../../contracts/manifest/schema.ts';
import type { Profile } from '../../contracts/profile.ts';
import { NEVER_A_VALUE } from '../../data/disguised.ts';
import { likelyTypes } from '../../data/file/likely-types.ts';
import type { NullsOf } from '../../data/file/no-target.ts';
import { type FileProfile, type OpenFile, profileFile, TOLERANCE, type Types } from '../../data/file/profile-file.ts';
import { profiledTypes, withoutTarget } from '../../data/file/reference.ts';
import { nullWords } from '../../data/null-words.ts';
import type { ComparedSet } from './compared-set.ts';

export interface ReadSetOptions {
  /** Types of the set it is compared with. */
  readonly like?: Types | undefined;
  readonly manifest?: Manifest | undefined;
}

/**
 * By the types it shall be like; where these do not fit, by its own. Of a manifest the types, the words for missing cells
 * and the columns that are left out count.
 *
 * @throws UnreadableFile; UploadRefused `header-mismatch`, `empty-file`
 */
export async function readSet(name: string, open: OpenFile, { like, manifest }: ReadSetOptions): Promise<ComparedSet> {
  const declared = declaredTypes(manifest);
  const nullsOf = nullsBy(manifest);
  const read = (known: Types): Promise<FileProfile> => profileFile(open, { known, nullsOf, depth: 'brief' });
  const known = like ? asNumbers(like) : await likelyTypes(open, nullsOf);
  const found = await read(new Map([...(known ?? []), ...declared]));
  if (like) return setOf(name, found.rejected > TOLERANCE * rowsOf(found) ? await read(new Map()) : found, manifest);
  const fits = known === undefined || found.reasons.every(({ column }) => column === undefined);
  return setOf(name, fits ? found : await read(new Map(declared)), manifest);
}

const rowsOf = ({ kept, rejected }: FileProfile): number => kept + rejected;

/** A stored profile in the place of a file: its rows are gone. @param types @default as the profile tells them */
export function storedSet(name: string, stored: Profile, manifest: Manifest | undefined, types?: Types): ComparedSet {
  const profile = withoutTarget(stored);
  const known = types ?? profiledTypes(profile);
  return withoutIgnored({ name, profile, types: known, rejected: 0, misshapen: [], unlike: new Map() }, manifest);
}

function setOf(name: string, found: FileProfile, manifest: Manifest | undefined): ComparedSet {
  const { profile, sample, types, rejected, reasons } = found;
  const unlike = new Map<string, number>();
  for (const { column, count } of reasons)
    if (column !== undefined) unlike.set(column, (unlike.get(column) ?? 0) + count);
  const misshapen = reasons.filter(({ column }) => column === undefined);
  return withoutIgnored({ name, profile, types, sample, rejected, misshapen, unlike }, manifest);
}

/** A fraction where all were whole is a change of the values, and no fault of the row. */
const asNumbers = (types: Types = new Map()): Types =>
  new Map([...types].map(([name, type]) => [name, type === 'integer' ? 'number' : type]));

function declaredTypes(manifest: Manifest | undefined): [string, NonNullable<ColumnSpec['type']>][] {
  return Object.entries(manifest?.data.columns ?? {}).flatMap(([name, { type }]) => (type ? [[name, type]] : []));
}

/** Without a manifest: of numbers and times, what is never one. */
function nullsBy(manifest: Manifest | undefined): NullsOf {
  const none: ReadonlySet<string> = new Set();
  return (column, type) => {
    const words = manifest ? nullWords(manifest.data, column) : [];
    const isValue = type === 'number' || type === 'integer' || type === 'timestamp';
    if (words.length > 0) return new Set([...words, ...(isValue ? NEVER_A_VALUE : [])]);
    return isValue ? NEVER_A_VALUE : none;
  };
}

/** Its places in the sample stay. */
function withoutIgnored(set: ComparedSet, manifest: Manifest | undefined): ComparedSet {
  const left = new Set([
    ...(manifest?.data.ignore ?? []),
    ...(manifest?.data.id === undefined ? [] : [manifest.data.id]),
  ]);
  if (left.size === 0) return set;
  const kept = set.profile.columns.flatMap(({ name }, index) => (left.has(name) ? [] : [index]));
  const of = <T>(all: readonly T[]): T[] => kept.map((index) => all[index] as T);
  const { sample } = set;
  return {
    ...set,
    profile: { ...set.profile, columns: of(set.profile.columns) },
    types: new Map([...set.types].filter(([name]) => !left.has(name))),
    sample: sample && { ...sample, numbers: of(sample.numbers), levels: of(sample.levels), texts: of(sample.texts) },
  };
}
