/** What an upload brought, as one table: of one object, or of the files of a set. */
import type { Finding } from '../../contracts/check.ts';
import { CLOSING_FILE, isClosingKey, uploadName } from '../../contracts/upload-set.ts';
import { openTable } from '../../data/readers/open-table.ts';
import type { TableFile } from '../../data/readers/table-file.ts';
import { refuse } from '../../data/refused.ts';
import type { Places } from '../../data/set/places.ts';
import { openSet } from '../../data/set/set-table.ts';
import type { Formats } from '../../ports/formats.ts';
import { type ObjectAddress, ObjectNotFound, type Objects } from '../../ports/objects.ts';
import { sha256Of } from '../object-digest.ts';
import { amissText, readSet, type SetObject, setContents, UnusableSet } from '../uploads/read-set.ts';

/** Of a set, lines are counted over all files, and `places` tells whose they are. */
export type OpenedUpload = TableFile & { places?: Places };

export interface UploadTable {
  /** Bytes of all objects. */
  size: number;
  /** From the first row each time. @throws UnreadableFile, UploadRefused */
  open(): Promise<OpenedUpload>;
}

interface Ports {
  objects: Objects;
  formats: Formats;
}

/**
 * @param object the file, or the closing object of a set
 * @param most bytes in all @param known its objects, where they were looked up
 * @throws UploadRefused `too-large`, `incomplete-set`, `unusable-set`; ObjectNotFound
 */
export async function uploadTable(
  ports: Ports,
  object: ObjectAddress,
  most: number,
  known?: readonly SetObject[],
): Promise<UploadTable> {
  const files = known ?? (await uploadFiles(ports.objects, object));
  const size = sizeOf(files);
  refuseSize(size, most);
  if (!isClosingKey(object.key)) return { size, open: () => openObject(ports, object, size) };
  await compareDigests(ports.objects, files);
  const members = files.map(({ name, address, bytes }) => ({ name, open: () => openObject(ports, address, bytes) }));
  return { size, open: () => openSet(members) };
}

const openObject = ({ objects, formats }: Ports, object: ObjectAddress, size: number): Promise<TableFile> =>
  openTable({ size, stream: (range) => objects.stream(object, range) }, formats);

/** @throws UploadRefused */
export function refuseSize(size: number, most: number): void {
  if (size > most)
    refuse('too-large', `It has ${size} bytes, the limit is ${most}.`, [
      { rule: 'size', expected: `at most ${most} bytes`, seen: `${size} bytes`, mend: 'upload fewer rows' },
    ]);
}

export const sizeOf = (files: readonly SetObject[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

/**
 * The objects of an upload: its one, or those of a set in their order.
 *
 * @throws UploadRefused `incomplete-set`, `unusable-set`; ObjectNotFound
 */
export async function uploadFiles(objects: Objects, object: ObjectAddress): Promise<SetObject[]> {
  if (isClosingKey(object.key)) return setFiles(objects, object);
  const { size } = await objects.head(object);
  return [{ name: uploadName(object.key), address: object, bytes: size, sha256: undefined }];
}

async function setFiles(objects: Objects, closing: ObjectAddress): Promise<SetObject[]> {
  try {
    const set = await readSet(objects, closing);
    const { there, amiss } = await setContents(objects, closing, set);
    if (amiss.length > 0) refuseIncomplete(amiss, set.files.length);
    return there;
  } catch (error) {
    if (error instanceof UnusableSet) refuse('unusable-set', `${sentence(error.message)}.`);
    if (error instanceof ObjectNotFound)
      refuse('incomplete-set', `${CLOSING_FILE}, which names its files, is not there.`, [
        { rule: 'set-closing', expected: CLOSING_FILE, seen: 'no such object', mend: 'put it beside the files' },
      ]);
    throw error;
  }
}

/** A file that was replaced by one of its size is found out here, before any of it is used. */
async function compareDigests(objects: Objects, files: readonly SetObject[]): Promise<void> {
  const changed: string[] = [];
  for (const file of files) if (!(await hasItsDigest(objects, file))) changed.push(file.name);
  refuseChanged(changed, files.length);
}

/** Reads the whole file, where the set names its digest. */
export const hasItsDigest = async (
  objects: Objects,
  { address, sha256 }: Pick<SetObject, 'address' | 'sha256'>,
): Promise<boolean> => sha256 === undefined || (await sha256Of(objects, address)) === sha256;

/** @param names of the files that have not the digest the set names @throws UploadRefused `incomplete-set` if there are any */
export function refuseChanged(names: readonly string[], files: number): void {
  const amiss = names.map((name) => ({ name, what: 'has another content than its SHA-256 says' }));
  if (amiss.length > 0) refuseIncomplete(amiss, files);
}

function refuseIncomplete(amiss: readonly { name: string; what: string }[], files: number): never {
  const findings = amiss.map(
    ({ name, what }): Finding => ({
      rule: 'set-file',
      expected: `${name} as the set names it`,
      seen: `${name} ${what}`,
      mend: 'send the file, then retry the upload',
    }),
  );
  return refuse('incomplete-set', `${amissText(amiss, files)}.`, findings);
}

const sentence = (clause: string): string => `${clause[0]?.toUpperCase()}${clause.slice(1)}`;
