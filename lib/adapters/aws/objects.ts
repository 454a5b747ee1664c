/** Objects in S3. */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type ByteRange, type ObjectAddress, ObjectNotFound, type Objects } from '../../core/ports/objects.ts';
import { stagedWrite } from './staged-write.ts';

const parametersOf = ({ bucket, key, versionId }: ObjectAddress) => ({
  Bucket: bucket,
  Key: key,
  ...(versionId ? { VersionId: versionId } : {}),
});

const ABSENT = new Set(['NoSuchKey', 'NotFound', 'NoSuchVersion']);
const CHECKSUM = 'x-amz-checksum-sha256';

/** Without s3:ListBucket on the bucket, S3 says AccessDenied of an object that is not there: that is not hidden here. */
function translated(error: unknown, address: ObjectAddress): unknown {
  return error instanceof Error && ABSENT.has(error.name) ? new ObjectNotFound(address) : error;
}

export function awsObjects({ client }: { client: S3Client }): Objects {
  async function get(address: ObjectAddress, range?: ByteRange) {
    const bytes = range ? { Range: `bytes=${range.from}-${range.to - 1}` } : {};
    try {
      const { Body, ContentRange } = await client.send(new GetObjectCommand({ ...parametersOf(address), ...bytes }));
      if (range && !ContentRange?.startsWith(`bytes ${range.from}-${range.to - 1}/`))
        throw new Error(
          `S3 gave ${ContentRange ?? 'all'} of s3://${address.bucket}/${address.key}, not ${bytes.Range}`,
        );
      if (!Body) throw new Error(`S3 answered without a body for s3://${address.bucket}/${address.key}`);
      return Body;
    } catch (error) {
      throw translated(error, address);
    }
  }

  const stream: Objects['stream'] = async (address, range) =>
    range && range.to <= range.from ? nothing() : ((await get(address, range)) as unknown as AsyncIterable<Uint8Array>);

  const objects: Objects = {
    async head(address) {
      try {
        const found = await client.send(new HeadObjectCommand(parametersOf(address)));
        return {
          size: found.ContentLength ?? 0,
          etag: found.ETag ?? '',
          ...(found.VersionId ? { versionId: found.VersionId } : {}),
          lastModified: found.LastModified ?? new Date(0),
        };
      } catch (error) {
        throw translated(error, address);
      }
    },

    stream,

    text: async (address) => (await get(address)).transformToString('utf-8'),

    async put(address, body, { contentType } = {}) {
      await client.send(
        new PutObjectCommand({
          ...parametersOf(address),
          Body: body,
          ...(contentType ? { ContentType: contentType } : {}),
        }),
      );
    },

    async remove(address) {
      await client.send(new DeleteObjectCommand(parametersOf(address)));
    },

    stage: async ({ bucket, key }, { contentType } = {}) =>
      stagedWrite(client, objects, {
        Bucket: bucket,
        Key: key,
        ...(contentType ? { ContentType: contentType } : {}),
      }),

    async *list(bucket, prefix, { startAfter } = {}) {
      let next: string | undefined;
      do {
        const page = await client.send(
          new ListObjectsV2Command({
            Bucket: bucket,
            Prefix: prefix,
            ...(startAfter ? { StartAfter: startAfter } : {}),
            ...(next ? { ContinuationToken: next } : {}),
          }),
        );
        for (const { Key = '', Size = 0, ETag = '', LastModified = new Date(0) } of page.Contents ?? [])
          yield { key: Key, size: Size, etag: ETag, lastModified: LastModified };
        next = page.NextContinuationToken;
      } while (next);
    },

    async presignPut({ bucket, key }, { expiresSeconds, sha256, contentType }) {
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        ...(contentType ? { ContentType: contentType } : {}),
        ...(sha256 ? { ChecksumSHA256: sha256 } : {}),
      });
      // The SDK adds a content type of its own, which must not bind the caller. A checksum is a signed header, not a query
      // parameter: S3 compares the content with the header it is sent.
      const url = await getSignedUrl(client, command, {
        expiresIn: expiresSeconds,
        signableHeaders: new Set(contentType ? ['content-type', CHECKSUM] : [CHECKSUM]),
        unhoistableHeaders: new Set([CHECKSUM]),
      });
      return {
        url,
        headers: { ...(contentType ? { 'content-type': contentType } : {}), ...(sha256 ? { [CHECKSUM]: sha256 } : {}) },
      };
    },
  };
  return objects;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
