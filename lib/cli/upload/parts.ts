/** Sends a file in parts, and goes on with an upload that was ended in the middle. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Parts, PartsAddress } from '../../core/ports/parts.ts';
import type { FileState, UploadRecord, UploadRecords } from './record.ts';

const MEBIBYTE = 1024 * 1024;
/** Smaller files are sent whole: a few seconds of a line are not worth a record. */
export const PARTS_FROM_BYTES = 64 * MEBIBYTE;
export const PART_BYTES = 16 * MEBIBYTE;
/** S3's own limits. */
export const LEAST_PART_BYTES = 5 * MEBIBYTE;
const MOST_PARTS = 10_000;
/** Parts on the way at once; so many are in memory. */
const AT_ONCE = 3;

/** Parts of the size that is wanted, larger where S3 would not take so many. */
export const partBytesOf = (fileBytes: number, wanted = PART_BYTES): number =>
  Math.max(wanted, Math.ceil(fileBytes / MOST_PARTS / MEBIBYTE) * MEBIBYTE);

/** @param stored bytes that are stored, those of an earlier try among them */
export type OnStored = (stored: number) => void;

export interface PartsPorts {
  parts: Parts;
  records: UploadRecords;
}

/** The file changed while it was sent: what is stored is of no file. */
export class FileChanged extends Error {
  override readonly name = 'FileChanged';
}

/**
 * The record of an earlier try that can be gone on with: of the same file, whose sent parts are what the store has and
 * what the file has still. Any other is let go of, with what the store kept of it.
 *
 * @param code SHA-256 of the code that goes with the data
 */
export async function resumable(
  { parts, records }: PartsPorts,
  { file, state, code }: { file: string; state: FileState; code: string | undefined },
): Promise<UploadRecord | undefined> {
  const record = records.read();
  if (!record) return undefined;
  const stored = await parts.list(record.address);
  const same = record.file.bytes === state.bytes && record.file.modified === state.modified && record.code === code;
  const kept = same && stored ? record.parts.filter((part) => isStored(part, stored)) : [];
  const digests = await digestsOf(file, state.bytes, record.partBytes, new Set(kept.map(({ number }) => number)));
  if (stored && same && kept.every(({ number, sha256 }) => digests.get(number) === sha256))
    return { ...record, parts: kept };
  await giveUp({ parts, records }, record.address);
  return undefined;
}

const isStored = (
  { number, etag }: { number: number; etag: string },
  stored: readonly { number: number; etag: string }[],
): boolean => stored.some((one) => one.number === number && one.etag === etag);

/** Lets go of the parts and of the record. */
export async function giveUp({ parts, records }: PartsPorts, address: PartsAddress): Promise<void> {
  await parts.abort(address);
  records.remove();
}

/**
 * Sends what the record lacks, notes each part when it is stored, and completes the object. When it ends in the middle,
 * by an error or by a kill, the record is what the next try goes on from.
 *
 * @returns bytes that were sent now
 * @throws FileChanged, and what the store throws
 */
export async function sendParts(
  { parts, records }: PartsPorts,
  file: string,
  record: UploadRecord,
  onStored: OnStored = () => {},
): Promise<number> {
  const { bytes } = record.file;
  const numbers = Array.from({ length: Math.max(1, Math.ceil(bytes / record.partBytes)) }, (_, index) => index + 1);
  const done = new Map(record.parts.map((part) => [part.number, part]));
  const sizeOf = (number: number): number => Math.min(record.partBytes, bytes - (number - 1) * record.partBytes);
  let stored = [...done.keys()].reduce((sum, number) => sum + sizeOf(number), 0);
  let sent = 0;
  onStored(stored);
  records.write(record);

  const handle = await open(file, 'r');
  try {
    const waiting = numbers.filter((number) => !done.has(number));
    const worker = async (): Promise<void> => {
      for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) {
        const content = Buffer.alloc(sizeOf(number));
        const { bytesRead } = await handle.read(content, 0, content.length, (number - 1) * record.partBytes);
        if (bytesRead < content.length) throw new FileChanged(`${file} became shorter while it was sent`);
        const etag = await parts.send(record.address, number, content);
        done.set(number, { number, etag, sha256: sha256(content) });
        records.write({ ...record, parts: [...done.values()] });
        sent += content.length;
        stored += content.length;
        onStored(stored);
      }
    };
    // One that fails ends the others after the part they are at, which is then noted too.
    const tried = () =>
      worker().catch((error: unknown) => {
        waiting.length = 0;
        throw error;
      });
    const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, tried));
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) {
      // What is stored can never be completed.
      if (failed.reason instanceof FileChanged) await giveUp({ parts, records }, record.address);
      throw failed.reason;
    }
    const { size, mtimeMs } = await handle.stat();
    if (size !== bytes || mtimeMs !== record.file.modified) {
      await giveUp({ parts, records }, record.address);
      throw new FileChanged(`${file} changed while it was sent; nothing of it arrived`);
    }
  } finally {
    await handle.close();
  }
  await parts.complete(
    record.address,
    [...done.values()].sort((a, b) => a.number - b.number),
  );
  records.remove();
  return sent;
}

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

async function digestsOf(
  file: string,
  bytes: number,
  partBytes: number,
  wanted: ReadonlySet<number>,
): Promise<Map<number, string>> {
  const digests = new Map<number, string>();
  if (wanted.size === 0) return digests;
  const handle = await open(file, 'r');
  try {
    for (const number of wanted) {
      const content = Buffer.alloc(Math.max(0, Math.min(partBytes, bytes - (number - 1) * partBytes)));
      await handle.read(content, 0, content.length, (number - 1) * partBytes);
      digests.set(number, sha256(content));
    }
  } finally {
    await handle.close();
  }
  return digests;
}
