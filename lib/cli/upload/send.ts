/** Brings a file to the platform: announced, then sent whole by a presigned PUT, or in parts that survive an interruption. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { objectsOf } from '../../adapters/aws/access.ts';
import { awsParts } from '../../adapters/aws/parts.ts';
import { SLUICE_DIR } from '../../local/paths.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { Session } from '../session.ts';
import { announce, packCode, putFile, sha256 } from './announce.ts';
import { keyName } from './key-name.ts';
import {
  FileChanged,
  giveUp,
  type OnStored,
  PARTS_FROM_BYTES,
  type PartsPorts,
  partBytesOf,
  resumable,
  sendParts,
} from './parts.ts';
import { type FileState, type UploadRecord, uploadRecords } from './record.ts';

export interface SendOptions {
  /** Script models: the folder of its code, which arrives first: the data's arrival starts the run. */
  code?: string;
  /** Send in parts of so many bytes; absent: files from 64 MB on, in parts of 16 MB. */
  partBytes?: number;
  /** False: what an earlier try left is let go of. */
  resume?: boolean;
  /** Bytes that are there, of how many; called often. */
  onProgress?: (stored: number, bytes: number) => void;
  /** What a person is told meanwhile. */
  onNews?: (text: string) => void;
}

/** @returns id of the upload */
export async function sendFile(
  session: Session,
  model: string,
  file: string,
  options: SendOptions = {},
): Promise<string> {
  const code = options.code ? packCode(options.code) : undefined;
  const { size: bytes, mtimeMs: modified } = statSync(file);
  const state: FileState = { bytes, modified };
  const onStored: OnStored = (stored) => options.onProgress?.(stored, bytes);
  if (bytes > (options.partBytes ?? PARTS_FROM_BYTES))
    return inParts(session, model, file, { ...options, state, code, onStored });
  const announced = await announce(session, model, { fileName: keyName(path.basename(file)) }, code);
  await putFile(announced.put, file, bytes, onStored);
  return announced.upload;
}

interface InParts extends Omit<SendOptions, 'code'> {
  state: FileState;
  code: Uint8Array<ArrayBuffer> | undefined;
  onStored: OnStored;
}

async function inParts(session: Session, model: string, file: string, options: InParts): Promise<string> {
  const access = await session.access('DataScientist');
  const what = [session.label, model, path.resolve(file)];
  const ports: PartsPorts = {
    parts: awsParts({ client: objectsOf(access) }),
    records: uploadRecords(path.join(SLUICE_DIR, 'uploads'), what),
  };
  const record = (await earlier(ports, file, options)) ?? (await begun(session, ports, { model, file, options }));
  try {
    await sendParts(ports, file, record, options.onStored);
  } catch (error) {
    if (error instanceof FileChanged)
      throw new CommandFailure(EXIT.usage, error.message, 'wait until it is written, then upload it again');
    throw error;
  }
  return record.upload;
}

async function earlier(ports: PartsPorts, file: string, options: InParts): Promise<UploadRecord | undefined> {
  const { state, code, onNews } = options;
  const before = ports.records.read();
  if (!before) return undefined;
  if (options.resume === false) {
    await giveUp(ports, before.address);
    onNews?.('parts of an earlier try are let go of');
    return undefined;
  }
  const record = await resumable(ports, { file, state, code: code && sha256(code) });
  onNews?.(
    record
      ? `goes on with upload ${record.upload}: ${record.parts.length} of ${Math.ceil(state.bytes / record.partBytes)} parts are there`
      : 'an earlier try was of another content of the file, or is gone: begins anew',
  );
  return record;
}

async function begun(
  session: Session,
  { parts }: PartsPorts,
  { model, file, options }: { model: string; file: string; options: InParts },
): Promise<UploadRecord> {
  const { state, code } = options;
  const announced = await announce(session, model, { fileName: keyName(path.basename(file)) }, code);
  return {
    v: 1,
    model,
    upload: announced.upload,
    address: await parts.begin(announced),
    file: state,
    ...(code ? { code: sha256(code) } : {}),
    partBytes: partBytesOf(state.bytes, options.partBytes),
    parts: [],
  };
}
