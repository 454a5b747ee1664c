/** A write that is invisible until it is completed: one put when it is small, a multipart upload when it is not. */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { StagedWrite } from '../../core/ports/objects.ts';

/** 8 MB times S3's 10,000 parts: 80 GB. Two parts are in memory at most. */
const PART_BYTES = 8 * 1024 * 1024;

interface Target {
  Bucket: string;
  Key: string;
  ContentType?: string;
}

export function stagedWrite(client: S3Client, target: Target): StagedWrite {
  const address = { Bucket: target.Bucket, Key: target.Key };
  const parts: { ETag: string; PartNumber: number }[] = [];
  let buffer = new Uint8Array(PART_BYTES);
  let filled = 0;
  let upload: string | undefined;
  let ended = false;

  const sendPart = async (): Promise<void> => {
    upload ??= (await client.send(new CreateMultipartUploadCommand(target))).UploadId;
    const number = parts.length + 1;
    const { ETag = '' } = await client.send(
      new UploadPartCommand({ ...address, UploadId: upload, PartNumber: number, Body: buffer.subarray(0, filled) }),
    );
    parts.push({ ETag, PartNumber: number });
    buffer = new Uint8Array(PART_BYTES);
    filled = 0;
  };
  const end = (): void => {
    if (ended) throw new Error(`the staged write of ${target.Key} has ended already`);
    ended = true;
  };

  return {
    async write(chunk) {
      if (ended) throw new Error(`the staged write of ${target.Key} has ended already`);
      for (let from = 0; from < chunk.length; ) {
        const taken = Math.min(PART_BYTES - filled, chunk.length - from);
        buffer.set(chunk.subarray(from, from + taken), filled);
        filled += taken;
        from += taken;
        if (filled === PART_BYTES) await sendPart();
      }
    },

    async complete() {
      end();
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
      if (!upload) return;
      await client.send(new AbortMultipartUploadCommand({ ...address, UploadId: upload }));
    },
  };
}
