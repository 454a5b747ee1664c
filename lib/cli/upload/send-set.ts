/** Brings several files to the platform as one upload: each by its presigned PUT, then the closing object that starts it. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { Session } from '../session.ts';
import { announce, packCode, put, putFile } from './announce.ts';
import { keyName } from './key-name.ts';
import type { SendOptions } from './send.ts';

/** @param files in the order they are read @returns id of the upload */
export async function sendSet(
  session: Session,
  model: string,
  files: readonly string[],
  { code: folder, onProgress }: Pick<SendOptions, 'code' | 'onProgress'> = {},
): Promise<string> {
  const code = folder ? packCode(folder) : undefined;
  const named = files.map((file) => ({ file, name: keyName(path.basename(file)), bytes: statSync(file).size }));
  const {
    upload,
    set,
    put: last,
  } = await announce(session, model, { files: named.map(({ name, bytes }) => ({ name, bytes })) }, code);
  const targets = new Map(set?.files.map(({ name, put }) => [name, put]));
  const all = named.reduce((sum, { bytes }) => sum + bytes, 0);
  let before = 0;
  for (const { file, name, bytes } of named) {
    const target = targets.get(name);
    if (!target) throw new CommandFailure(EXIT.fault, `the platform answered without a place for ${name}`);
    await putFile(target, file, bytes, (stored) => onProgress?.(before + stored, all));
    if (statSync(file).size !== bytes)
      throw new CommandFailure(
        EXIT.usage,
        `${file} changed while it was sent`,
        'wait until it is written, then upload again',
      );
    before += bytes;
  }
  const closing = Buffer.from(set?.closing ?? '');
  await put(last, closing, closing.length);
  return upload;
}
