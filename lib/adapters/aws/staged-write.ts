/** A write that is invisible until it is completed: one put when it is small, a multipart upload when it is not. */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { planRanges } from '../../core/data/ranges/plan-ranges.ts';
import type { ByteRange, ObjectAddress, Objects, StagedWrite } from '../../core/ports/objects.ts';

/** The least that S3 allows: a dataset has four files that grow, and each has a part in memory. 10,000 parts are 50 GB. */
const PART_BYTES = 5 * 1024 * 1024;
/** Objects of at least this size are appended by copies, so that no part but the last is below S3's 5 MB. */
const COPIED_BYTES = 2 * PART_BYTES;
/** S3 allows 5 GB a copied part. */
const COPY_BYTES = 1024 ** 3;
/** S3 copies a part at its own pace; several at once keep a join of a thousand parts short. */
const COPIES_AT_ONCE = 16;

interface Target {
  Bucket: string;
  Key: string;
  ContentType?: string;
}

interface Part {
  ETag: string;
  PartNumber: number;
}

export function stagedWrite(
  client: S3Client,
  { head, stream }: Pick<Objects, 'head' | 'stream'>,
  target: Target,
): StagedWrite {
  const address = { Bucket: target.Bucket, Key: target.Key };
  const parts: Part[] = [];
  const copies: Promise<void>[] = [];
  /** Those of them that have not ended, well or not. */
  const running = new Set<Promise<void>>();
  const buffer = new Uint8Array(PART_BYTES);
  let filled = 0;
  let upload: string | undefined;
  let ended = false;

  const begun = async (): Promise<string | undefined> => {
    upload ??= (await client.send(new CreateMultipartUploadCommand(target))).UploadId;
    return upload;
  };
  const nextPart = (): Part => {
    const part = { ETag: '', PartNumber: parts.length + 1 };
    parts.push(part);
    return part;
  };
  const sendPart = async (): Promise<void> => {
    const UploadId = await begun();
    const part = nextPart();
    const { ETag = '' } = await client.send(
      new UploadPartCommand({
        ...address,
        UploadId,
        PartNumber: part.PartNumber,
        Body: buffer.subarray(0, filled),
      }),
    );
    // S3 has answered, so it has all of the part: its memory is free again.
    part.ETag = ETag;
    filled = 0;
  };
  const copyPart = async (part: Part, source: ObjectAddress, { from, to }: ByteRange): Promise<void> => {
    const { CopyPartResult } = await client.send(
      new UploadPartCopyCommand({
        ...address,
        UploadId: upload,
        PartNumber: part.PartNumber,
        CopySource: copySource(source),
        CopySourceRange: `bytes=${from}-${to - 1}`,
      }),
    );
    // S3 may answer 200 before it copies, and tell of a fault in the body.
    if (!CopyPartResult?.ETag) throw new Error(`S3 did not copy s3://${source.bucket}/${source.key}`);
    part.ETag = CopyPartResult.ETag;
  };
  const take = async (chunk: Uint8Array): Promise<void> => {
    for (let from = 0; from < chunk.length; ) {
      const taken = Math.min(PART_BYTES - filled, chunk.length - from);
      buffer.set(chunk.subarray(from, from + taken), filled);
      filled += taken;
      from += taken;
      if (filled === PART_BYTES) await sendPart();
    }
  };
  const open = (): void => {
    if (ended) throw new Error(`the staged write of ${target.Key} has ended already`);
  };

  return {
    async write(chunk) {
      open();
      await take(chunk);
    },

    async append(source) {
      open();
      const { size } = await head(source);
      const copied = size < COPIED_BYTES ? size : filled === 0 ? 0 : PART_BYTES - filled;
      for await (const chunk of await stream(source, { from: 0, to: copied })) await take(chunk);
      if (copied === size) return;
      await begun();
      for (const range of planRanges({ from: copied, to: size }, COPY_BYTES)) {
        while (running.size >= COPIES_AT_ONCE) await Promise.race(running);
        // Its number is taken here: parts stay in their order.
        const copy = copyPart(nextPart(), source, range);
        copies.push(copy);
        const settled: Promise<void> = copy.catch(() => {}).finally(() => running.delete(settled));
        running.add(settled);
      }
    },

    async complete() {
      open();
      ended = true;
      await Promise.all(copies);
      if (!upload) {
        await client.send(new PutObjectCommand({ ...target, Body: buffer.subarray(0, filled) }));
        return;
      }
      if (filled > 0) await sendPart();
      await client.send(
        new CompleteMultipartUploadCommand({ ...address, UploadId: upload, MultipartUpload: { Parts: parts } }),
      );
    },

    async abort() {
      ended = true;
      // A part that arrives after the abort would stay.
      await Promise.allSettled(copies);
      if (!upload) return;
      await client.send(new AbortMultipartUploadCommand({ ...address, UploadId: upload }));
    },
  };
}

const copySource = ({ bucket, key, versionId }: ObjectAddress): string => {
  const path = [bucket, ...key.split('/')].map(encodeURIComponent).join('/');
  return versionId === undefined ? path : `${path}?versionId=${versionId}`;
};
