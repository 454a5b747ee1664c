/** Brings a file to the platform: announced, then sent whole by a presigned PUT, or in parts that survive an interruption. */
import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { objectsOf } from '../../adapters/aws/access.ts';
import { awsParts } from '../../adapters/aws/parts.ts';
import { AnnounceAnswer } from '../../core/contracts/api.ts';
import { SLUICE_DIR } from '../../local/paths.ts';
import { codeArchive, NotACodeFolder } from '../../runtimes/code-archive.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { Session } from '../session.ts';
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
  const announced = await announce(session, model, file, code);
  await putFile(announced.put, file, bytes, onStored);
  return announced.upload;
}

function packCode(folder: string): Uint8Array<ArrayBuffer> {
  try {
    return codeArchive(path.resolve(folder));
  } catch (error) {
    if (error instanceof NotACodeFolder) throw new CommandFailure(EXIT.usage, error.message);
    throw error;
  }
}

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** Announces data and code, and sends the code. */
async function announce(
  session: Session,
  model: string,
  file: string,
  code: Uint8Array<ArrayBuffer> | undefined,
): Promise<AnnounceAnswer> {
  const answer = await session.api('DataScientist')({
    method: 'POST',
    path: `/models/${model}/uploads`,
    body: {
      fileName: keyName(path.basename(file)),
      ...(code ? { code: { sha256: sha256(code), size: code.length } } : {}),
    },
  });
  const announced = AnnounceAnswer.parse(answer.body);
  if (code && announced.code) await put(announced.code, code, code.length);
  return announced;
}

const MOST_NAME = 128;

/** A file's name as a key takes it: blanks and the like become hyphens. */
export function keyName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '');
  return plain.slice(-MOST_NAME).replace(/^[^A-Za-z0-9]+/, '') || 'data.csv';
}

type Body = NonNullable<RequestInit['body']>;

interface PutTarget {
  url: string;
  headers: Record<string, string>;
}

async function put(target: PutTarget, body: Body, bytes: number): Promise<void> {
  const response = await fetch(target.url, {
    method: 'PUT',
    headers: { ...target.headers, 'content-length': String(bytes) },
    body,
    // A streamed body is sent as it is read.
    ...({ duplex: 'half' } as object),
  });
  if (response.ok) return;
  throw new CommandFailure(
    EXIT.fault,
    `S3 refused the upload: ${response.status}\nAWS said: ${(await response.text()).slice(0, 400)}`,
  );
}

async function putFile(target: PutTarget, file: string, bytes: number, onStored: OnStored): Promise<void> {
  const counted = async function* () {
    let read = 0;
    for await (const part of createReadStream(file) as AsyncIterable<Buffer>) {
      yield part;
      read += part.length;
      onStored(read);
    }
  };
  await put(target, Readable.toWeb(Readable.from(counted())) as Body, bytes);
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
  const announced = await announce(session, model, file, code);
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
