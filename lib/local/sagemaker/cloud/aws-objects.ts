import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { asPortError, translated } from './aws-errors.ts';
import type { ObjectSummary, RoleSession } from './ports.ts';

type ObjectStore = Pick<RoleSession, 'listObjects' | 'getObject' | 'headObject' | 'putObject'>;

export function createObjectStore(s3: S3Client): ObjectStore {
  return {
    async listObjects(bucket, prefix) {
      const found: ObjectSummary[] = [];
      try {
        for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix })) {
          for (const { Key: key, Size: size } of page.Contents ?? [])
            if (key !== undefined) found.push({ key, size: size ?? 0 });
        }
      } catch (error) {
        throw asPortError(error);
      }
      return found;
    },
    async getObject(bucket, key) {
      const { Body: body } = await translated(s3.send(new GetObjectCommand({ Bucket: bucket, Key: key })));
      if (!(body instanceof Readable)) throw new Error(`S3 answered GetObject of s3://${bucket}/${key} without a body`);
      return body;
    },
    async headObject(bucket, key) {
      await translated(s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key })));
    },
    async putObject({ bucket, key, body, kmsKeyId }) {
      const content = Buffer.isBuffer(body)
        ? { Body: body }
        : { Body: createReadStream(body.file), ContentLength: (await stat(body.file)).size };
      const encryption = kmsKeyId ? { ServerSideEncryption: 'aws:kms' as const, SSEKMSKeyId: kmsKeyId } : {};
      await translated(s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, ...content, ...encryption })));
    },
  };
}
