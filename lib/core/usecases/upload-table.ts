/** What an upload brought, as one table: of one object, or of the files of a set. */
import type { Finding } from '../contracts/check.ts';
import { CLOSING_FILE, isClosingKey } from '../contracts/upload-set.ts';
import { openTable } from '../data/readers/open-table.ts';
import type { TableFile } from '../data/readers/table-file.ts';
import { refuse } from '../data/refused.ts';
import type { Places } from '../data/set/places.ts';
import { openSet } from '../data/set/set-table.ts';
import type { Formats } from '../ports/formats.ts';
import { type ObjectAddress, ObjectNotFound, type Objects } from '../ports/objects.ts';
import { sha256Of } from './object-digest.ts';
import { amissText, readSet, type SetObject, setContents, UnusableSet } from './read-set.ts';

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
 * @param most bytes in all
 * @throws UploadRefused `too-large`, `incomplete-set`, `unusable-set`; ObjectNotFound
 */
export async function uploadTable(ports: Ports, object: ObjectAddress, most: number): Promise<UploadTable> {
  if (!isClosingKey(object.key)) {
    const { size } = await ports.objects.head(object);
    refuseSize(size, most);
    return { size, open: () => openObject(ports, object, size) };
  }
  const files = await filesOf(ports.objects, object);
  const size = files.reduce((sum, { bytes }) => sum + bytes, 0);
  refuseSize(size, most);
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

async function filesOf(objects: Objects, closing: ObjectAddress): Promise<SetObject[]> {
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
  const amiss: { name: string; what: string }[] = [];
  for (const { name, address, sha256 } of files)
    if (sha256 !== undefined && (await sha256Of(objects, address)) !== sha256)
      amiss.push({ name, what: 'has another content than its SHA-256 says' });
  if (amiss.length > 0) refuseIncomplete(amiss, files.length);
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
