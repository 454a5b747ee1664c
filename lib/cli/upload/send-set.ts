/** Brings several files to the platform as one upload: each whole or in parts, then the closing object that starts it. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { objectsOf } from '../../adapters/aws/access.ts';
import { awsParts } from '../../adapters/aws/parts.ts';
import type { Parts } from '../../core/ports/parts.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { Session } from '../session.ts';
import { announce, type PutTarget, packCode, put, putFile } from './announce.ts';
import { keyName } from './key-name.ts';
import { FileChanged, type OnStored, PARTS_FROM_BYTES, partBytesOf, sendParts } from './parts.ts';
import type { UploadRecords } from './record.ts';
import type { SendOptions } from './send.ts';

interface SetFile {
  file: string;
  name: string;
  bytes: number;
  modified: number;
}

/** @param files in the order they are read @returns id of the upload */
export async function sendSet(
  session: Session,
  model: string,
  files: readonly string[],
  options: Pick<SendOptions, 'code' | 'partBytes' | 'onProgress'> = {},
): Promise<string> {
  const { code: folder, partBytes, onProgress } = options;
  const code = folder ? packCode(folder) : undefined;
  const named = files.map((file): SetFile => {
    const { size, mtimeMs } = statSync(file);
    return { file, name: keyName(path.basename(file)), bytes: size, modified: mtimeMs };
  });
  const what = { files: named.map(({ name, bytes }) => ({ name, bytes })) };
  const { upload, bucket, key, set, put: last } = await announce(session, model, what, code);
  const targets = new Map(set?.files.map(({ name, put }) => [name, put]));
  const all = named.reduce((sum, { bytes }) => sum + bytes, 0);
  const place = { bucket, folder: key.slice(0, key.lastIndexOf('/') + 1), upload, model };
  const isLarge = ({ bytes }: SetFile): boolean => bytes > (partBytes ?? PARTS_FROM_BYTES);
  const parts = named.some(isLarge)
    ? awsParts({ client: objectsOf(await session.access('DataScientist')) })
    : undefined;
  let before = 0;
  for (const each of named) {
    const onStored: OnStored = (stored) => onProgress?.(before + stored, all);
    if (parts && isLarge(each)) await sendLarge(parts, each, { ...place, partBytes, onStored });
    else await sendWhole(each, targets.get(each.name), onStored);
    before += each.bytes;
  }
  const closing = Buffer.from(set?.closing ?? '');
  await put(last, closing, closing.length);
  return upload;
}

async function sendWhole({ file, name, bytes }: SetFile, target: PutTarget | undefined, onStored: OnStored) {
  if (!target) throw new CommandFailure(EXIT.fault, `the platform answered without a place for ${name}`);
  await putFile(target, file, bytes, onStored);
  if (statSync(file).size !== bytes) throw changed(`${file} changed while it was sent`);
}

/** A set is begun anew, with all its files: nothing is noted to go on from. */
const UNNOTED: UploadRecords = { read: () => undefined, write: () => {}, remove: () => {} };

interface LargePlace {
  bucket: string;
  /** With its final slash. */
  folder: string;
  upload: string;
  model: string;
  partBytes: number | undefined;
  onStored: OnStored;
}

async function sendLarge(
  parts: Parts,
  { file, name, bytes, modified }: SetFile,
  { bucket, folder, onStored, partBytes, ...rest }: LargePlace,
): Promise<void> {
  const address = await parts.begin({ bucket, key: `${folder}${name}` });
  const state = { file: { bytes, modified }, partBytes: partBytesOf(bytes, partBytes), parts: [] };
  try {
    await sendParts({ parts, records: UNNOTED }, file, { v: 1, ...rest, address, ...state }, onStored);
  } catch (error) {
    await parts.abort(address);
    throw error instanceof FileChanged ? changed(error.message) : error;
  }
}

const changed = (message: string): CommandFailure =>
  new CommandFailure(EXIT.usage, message, 'wait until it is written, then upload again');
