/** Announces an upload, and sends bytes to the places the platform answers with. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { AnnounceAnswer } from '../../core/contracts/api.ts';
import { codeArchive, NotACodeFolder } from '../../runtimes/code-archive.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { Session } from '../session.ts';
import type { OnStored } from './parts.ts';

export function packCode(folder: string): Uint8Array<ArrayBuffer> {
  try {
    return codeArchive(path.resolve(folder));
  } catch (error) {
    if (error instanceof NotACodeFolder) throw new CommandFailure(EXIT.usage, error.message);
    throw error;
  }
}

export const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** Announces data and code, and sends the code. */
export async function announce(
  session: Session,
  model: string,
  what: { fileName: string } | { files: { name: string; bytes: number }[] },
  code: Uint8Array<ArrayBuffer> | undefined,
): Promise<AnnounceAnswer> {
  const answer = await session.api('DataScientist')({
    method: 'POST',
    path: `/models/${model}/uploads`,
    body: {
      ...what,
      ...(code ? { code: { sha256: sha256(code), size: code.length } } : {}),
    },
  });
  const announced = AnnounceAnswer.parse(answer.body);
  if (code && announced.code) await put(announced.code, code, code.length);
  return announced;
}

type Body = NonNullable<RequestInit['body']>;

export interface PutTarget {
  url: string;
  headers: Record<string, string>;
}

export async function put(target: PutTarget, body: Body, bytes: number): Promise<void> {
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

export async function putFile(target: PutTarget, file: string, bytes: number, onStored: OnStored): Promise<void> {
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
