/** A set starts when its closing object and all files it names are there, in whatever order they came. */

import type { UploadSetDue } from '../../contracts/incoming-events.ts';
import { parseUploadKey } from '../../contracts/locations.ts';
import { announcedKey, announcedSetFolder, closingKey, setFolder } from '../../contracts/upload-set.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Queue } from '../../ports/services.ts';
import { read } from '../../registry/documents.ts';
import { Upload } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { type ClaimUploadPorts, claimObject, type EarlyRefusal, refuseObject } from './claim-upload.ts';
import { amissText, type ClosingObject, findClosing, isWhole, readSet, setContents, UnusableSet } from './read-set.ts';
import { uploadHash } from './upload-claim.ts';

export interface ClaimSetPorts extends ClaimUploadPorts {
  objects: Objects;
  /** Where the events of uploads come from: a look at a set later is a message of our own. */
  uploadQueue: Queue;
}

/** Files may come so much later than the closing object, and the closing object so much later than the last file. */
const FILES_WITHIN_MS = 15 * 60_000;
const CLOSED_WITHIN_MS = 60 * 60_000;
/** Of a set that was announced nothing may be seen for long: its files are large, and are on their way. */
const ANNOUNCED_WITHIN_MS = 24 * 60 * 60_000;
/** SQS holds a message back for no longer. */
const LONGEST_DELAY_SECONDS = 900;

type SetPlace = Pick<UploadSetDue['detail'], 'bucket' | 'folder'>;

/**
 * An object of a set arrived: its closing object or a file.
 * @returns the claim of the set, or undefined while it is to be waited for
 */
export async function claimSet(ports: ClaimSetPorts, bucket: string, key: string): Promise<Upload | undefined> {
  const folder = setFolder(key) ?? '';
  const closing = await findClosing(ports.objects, bucket, folder);
  if (!closing) {
    // For all of an announced set the look that its announcement began is enough.
    if (isAnnounced(folder) && key !== announcedKey(folder)) return undefined;
    await lookAgain(ports, { bucket, folder, waitsFor: 'closing' }, ports.clock.now().getTime() + closedWithin(folder));
    return undefined;
  }
  const found = await claimClosed(ports, folder, closing);
  if (found !== 'incomplete') return found;
  const due = filesDue(closing);
  if (due <= ports.clock.now().getTime()) return refuseIncomplete(ports, folder, closing);
  if (key === closing.key) await lookAgain(ports, { bucket, folder, waitsFor: 'files' }, due);
  return undefined;
}

/** The look at a set that was put off: what is missing by then is missing. */
export async function claimDueSet(
  ports: ClaimSetPorts,
  { due, ...waiting }: UploadSetDue['detail'],
): Promise<Upload | undefined> {
  const { bucket, folder, waitsFor } = waiting;
  const now = ports.clock.now().getTime();
  const closing = await findClosing(ports.objects, bucket, folder);
  if (!closing) {
    if (waitsFor === 'files') return undefined;
    if (now >= Date.parse(due)) return refuseUnclosed(ports, waiting);
    await lookAgain(ports, waiting, Date.parse(due));
    return undefined;
  }
  const found = await claimClosed(ports, folder, closing);
  if (found !== 'incomplete') return found;
  if (now >= filesDue(closing)) return refuseIncomplete(ports, folder, closing);
  // The event of the closing object began a wait of its own.
  if (waitsFor === 'files') await lookAgain(ports, waiting, filesDue(closing));
  return undefined;
}

const isAnnounced = (folder: string): boolean => {
  const { model, upload = '' } = placeOf(folder);
  return folder === announcedSetFolder(model, upload);
};
const closedWithin = (folder: string): number => (isAnnounced(folder) ? ANNOUNCED_WITHIN_MS : CLOSED_WITHIN_MS);

const filesDue = ({ lastModified }: ClosingObject): number => lastModified.getTime() + FILES_WITHIN_MS;

async function lookAgain(
  { uploadQueue, clock }: ClaimSetPorts,
  waiting: Omit<UploadSetDue['detail'], 'due'>,
  due: number,
): Promise<void> {
  const seconds = Math.ceil((due - clock.now().getTime()) / 1000);
  const message: UploadSetDue = {
    'detail-type': 'Upload Set Due',
    detail: { ...waiting, due: new Date(due).toISOString() },
  };
  await uploadQueue.send(message, { delaySeconds: Math.min(LONGEST_DELAY_SECONDS, Math.max(1, seconds)) });
}

async function claimClosed(
  ports: ClaimSetPorts,
  folder: string,
  closing: ClosingObject,
): Promise<Upload | 'incomplete'> {
  const at = placeOf(folder);
  const earlier = await read(ports.registry, at.model, SK.upload(uploadHash(closing)), Upload);
  if (earlier) return earlier.document;
  try {
    const set = await readSet(ports.objects, closing);
    return (await isWhole(ports.objects, closing, set)) ? await claimObject(ports, closing, at) : 'incomplete';
  } catch (error) {
    if (!(error instanceof UnusableSet)) throw error;
    const message = `${closingKey('')} of the set cannot be used: ${error.message}`;
    return refuseObject(ports, closing, at.model, { code: 'unusable-set', message });
  }
}

async function refuseIncomplete(ports: ClaimSetPorts, folder: string, closing: ClosingObject): Promise<Upload> {
  const { files, ...set } = await readSet(ports.objects, closing);
  const { amiss } = await setContents(ports.objects, closing, { ...set, files });
  // The last one came in this moment.
  if (amiss.length === 0) return claimObject(ports, closing, placeOf(folder));
  const refusal: EarlyRefusal = {
    code: 'incomplete-set',
    message: `${amissText(amiss, files.length)}, ${FILES_WITHIN_MS / 60_000} minutes after the set was closed; send them, then sluice retry ${placeOf(folder).model}`,
  };
  return claimObject(ports, closing, placeOf(folder), refusal);
}

/** Files came, or a set was announced, and no closing object in time behind the newest of them. */
async function refuseUnclosed(ports: ClaimSetPorts, { bucket, folder }: SetPlace): Promise<Upload | undefined> {
  let newest = 0;
  let files = 0;
  for await (const { key, lastModified } of ports.objects.list(bucket, folder)) {
    if (key !== announcedKey(folder)) files += 1;
    newest = Math.max(newest, lastModified.getTime());
  }
  if (newest === 0) return undefined;
  const due = newest + closedWithin(folder);
  if (due > ports.clock.now().getTime()) {
    // Where nobody announced a set, each file has a look of its own.
    if (isAnnounced(folder)) await lookAgain(ports, { bucket, folder, waitsFor: 'closing' }, due);
    return undefined;
  }
  const within = isAnnounced(folder) ? 'a day' : 'an hour';
  const message =
    files === 0
      ? `the set was announced, and none of its files came within ${within}; upload it again`
      : `${files} ${files === 1 ? 'file' : 'files'} of the set came, and ${closingKey('')}, which names them, did not within ${within}; put it beside them`;
  const refusal: EarlyRefusal = { code: 'incomplete-set', message };
  return claimObject(ports, { bucket, key: closingKey(folder) }, placeOf(folder), refusal);
}

function placeOf(folder: string): { model: string; upload?: string } {
  const found = parseUploadKey(closingKey(folder));
  if (!found) throw new Error(`${folder} is not the folder of a set`);
  return found;
}
