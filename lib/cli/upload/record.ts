/** What is kept of an upload in parts until it is whole: so that the same command goes on where an earlier one was ended. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { sha256Hex } from '../../core/contracts/digest.ts';

const count = z.number().int().nonnegative();

/** A file as it was when the upload began. */
const FileState = z.strictObject({ bytes: count, modified: z.number() });
export type FileState = z.infer<typeof FileState>;

export const UploadRecord = z.strictObject({
  v: z.literal(1),
  model: z.string(),
  /** Id of the announcement. */
  upload: z.string(),
  address: z.strictObject({ bucket: z.string(), key: z.string(), id: z.string() }),
  file: FileState,
  /** SHA-256 of the code that was sent with it, in hex. */
  code: z.string().optional(),
  partBytes: count,
  /** SHA-256 of what was sent as each part, in hex: a file that was rewritten with the same size and time is found out. */
  parts: z.array(z.strictObject({ number: count, etag: z.string(), sha256: z.string() })),
});
export type UploadRecord = z.infer<typeof UploadRecord>;

export interface UploadRecords {
  /** Undefined when there is none that can be read. */
  read(): UploadRecord | undefined;
  write(record: UploadRecord): void;
  remove(): void;
}

/**
 * @param folder where records lie, one a file that is being sent
 * @param what tells this upload from others: target, platform, model, path of the file
 */
export function uploadRecords(folder: string, what: readonly string[]): UploadRecords {
  const file = path.join(folder, `${sha256Hex(what.join('\0')).slice(0, 32)}.json`);
  return {
    read() {
      let text: string;
      try {
        text = readFileSync(file, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
      // Of another version of Sluice, or damaged: the upload begins anew, and the bucket's rule ends the old one.
      try {
        return UploadRecord.safeParse(JSON.parse(text)).data;
      } catch (error) {
        if (error instanceof SyntaxError) return undefined;
        throw error;
      }
    },
    write(record) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${file}.new`, JSON.stringify(record));
      renameSync(`${file}.new`, file);
    },
    remove: () => rmSync(file, { force: true }),
  };
}
