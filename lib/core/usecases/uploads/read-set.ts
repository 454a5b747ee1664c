/** The files of a set, as they lie in the bucket, against what its closing object says of them. */
import { closingKey, type SetFile, setFolder, UploadSet } from '../../contracts/upload-set.ts';
import { type ObjectAddress, ObjectNotFound, type Objects } from '../../ports/objects.ts';

/** The closing object is no list of files. The message says where. */
export class UnusableSet extends Error {
  override readonly name = 'UnusableSet';
}

const LARGEST_CLOSING = 1024 * 1024;

/** @param closing the closing object, with its version @throws UnusableSet, ObjectNotFound */
export async function readSet(objects: Objects, closing: ObjectAddress): Promise<UploadSet> {
  const { size } = await objects.head(closing);
  if (size > LARGEST_CLOSING) throw new UnusableSet(`it has ${size} bytes, the limit is ${LARGEST_CLOSING}`);
  let document: unknown;
  try {
    document = JSON.parse(await objects.text(closing));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UnusableSet('it is not JSON');
    throw error;
  }
  const parsed = UploadSet.safeParse(document);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new UnusableSet(`at /${first?.path.join('/') ?? ''}: ${first?.message ?? 'not a set'}`);
}

export interface SetObject {
  name: string;
  address: ObjectAddress;
  bytes: number;
  sha256: string | undefined;
}

export interface SetContents {
  /** Files that are there, in the order of the set, with their versions. */
  there: SetObject[];
  /** What is not as the set says: a file and what is wrong with it. */
  amiss: { name: string; what: string }[];
}

const AT_ONCE = 20;

/** Looks for every file of the set. */
export async function setContents(
  objects: Objects,
  closing: ObjectAddress,
  { files }: UploadSet,
): Promise<SetContents> {
  const contents: SetContents = { there: [], amiss: [] };
  for (let from = 0; from < files.length; from += AT_ONCE) {
    const found = await look(objects, closing, files.slice(from, from + AT_ONCE));
    for (const each of found) {
      if ('what' in each) contents.amiss.push(each);
      else contents.there.push(each);
    }
  }
  return contents;
}

/**
 * Whether every file of the set is there. It is asked for each file that arrives, so it looks from the end, where files
 * are missing longest, and no further than needed.
 */
export async function isWhole(objects: Objects, closing: ObjectAddress, { files }: UploadSet): Promise<boolean> {
  for (let to = files.length; to > 0; to -= AT_ONCE) {
    const found = await look(objects, closing, files.slice(Math.max(0, to - AT_ONCE), to));
    if (found.some((each) => 'what' in each)) return false;
  }
  return true;
}

function look(objects: Objects, { bucket, key }: ObjectAddress, files: readonly SetFile[]) {
  const folder = setFolder(key) ?? '';
  return Promise.all(files.map((file) => setObject(objects, bucket, folder, file)));
}

async function setObject(
  objects: Objects,
  bucket: string,
  folder: string,
  { name, bytes, sha256 }: SetFile,
): Promise<SetObject | { name: string; what: string }> {
  const address = { bucket, key: `${folder}${name}` };
  try {
    const { size, versionId } = await objects.head(address);
    if (size !== bytes) return { name, what: `has ${size} bytes, not ${bytes}` };
    return { name, address: { ...address, ...(versionId ? { versionId } : {}) }, bytes, sha256 };
  } catch (error) {
    if (error instanceof ObjectNotFound) return { name, what: 'is not there' };
    throw error;
  }
}

const SHOWN = 3;

/** What is amiss, in a clause: the first few files. */
export function amissText(amiss: readonly { name: string; what: string }[], files: number): string {
  const shown = amiss.slice(0, SHOWN).map(({ name, what }) => `${name} ${what}`);
  const more = amiss.length > SHOWN ? `, and ${amiss.length - SHOWN} more` : '';
  return `${amiss.length} of ${files} files: ${shown.join(', ')}${more}`;
}

/** The closing object of the set a key belongs to, with its newest version; undefined when it is not there. */
export async function findClosing(
  objects: Objects,
  bucket: string,
  folder: string,
): Promise<ClosingObject | undefined> {
  const address = { bucket, key: closingKey(folder) };
  try {
    const { versionId, size, lastModified } = await objects.head(address);
    return { ...address, ...(versionId ? { versionId } : {}), size, lastModified };
  } catch (error) {
    if (error instanceof ObjectNotFound) return undefined;
    throw error;
  }
}

export interface ClosingObject extends ObjectAddress {
  size: number;
  lastModified: Date;
}
