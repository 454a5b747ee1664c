/** Multipart uploads to S3. */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  paginateListParts,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { Parts, PartsAddress, StoredPart } from '../../core/ports/parts.ts';

const parametersOf = ({ bucket, key, id }: PartsAddress) => ({ Bucket: bucket, Key: key, UploadId: id });

/** Completed, aborted, ended by the bucket's rule, or of a bucket that is no more. */
const isGone = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'NoSuchUpload' || error.name === 'NoSuchBucket');

export function awsParts({ client }: { client: S3Client }): Parts {
  return {
    async begin({ bucket, key }) {
      const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: key }));
      if (!UploadId) throw new Error(`S3 gave no id for an upload of s3://${bucket}/${key}`);
      return { bucket, key, id: UploadId };
    },

    async send(upload, number, content) {
      const { ETag = '' } = await client.send(
        new UploadPartCommand({ ...parametersOf(upload), PartNumber: number, Body: content }),
      );
      return ETag;
    },

    async list(upload) {
      const found: StoredPart[] = [];
      try {
        for await (const { Parts = [] } of paginateListParts({ client }, parametersOf(upload)))
          for (const { PartNumber = 0, ETag = '', Size = 0 } of Parts)
            found.push({ number: PartNumber, etag: ETag, bytes: Size });
      } catch (error) {
        if (isGone(error)) return undefined;
        throw error;
      }
      return found;
    },

    async complete(upload, parts) {
      await client.send(
        new CompleteMultipartUploadCommand({
          ...parametersOf(upload),
          MultipartUpload: { Parts: parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag })) },
        }),
      );
    },

    async abort(upload) {
      try {
        await client.send(new AbortMultipartUploadCommand(parametersOf(upload)));
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    },
  };
}
