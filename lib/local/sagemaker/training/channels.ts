import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathBelow } from '../archive/path-below.ts';
import { AccessDenied, NoSuchObject, type RoleSession } from '../cloud/ports.ts';
import { parseS3Uri, relativeKey } from '../cloud/s3-uri.ts';

/** Input data that could not be had; the message is the job's failure reason. */
export class DownloadFailed extends Error {}

/**
 * Copies all objects below an S3 prefix into a folder.
 * @throws DownloadFailed in AWS's words when the role may not, or nothing is there
 */
export async function downloadPrefix(session: RoleSession, uri: string, folder: string, signal: AbortSignal) {
  const { bucket, key: prefix } = parseS3Uri(uri);
  await mkdir(folder, { recursive: true });
  try {
    const objects = (await session.listObjects(bucket, prefix)).filter(({ key }) => !key.endsWith('/'));
    if (objects.length === 0)
      throw new NoSuchObject(`No S3 objects found under S3 URL "${uri}" given in input data source`);
    for (const { key } of objects) {
      signal.throwIfAborted();
      const path = pathBelow(folder, relativeKey(prefix, key));
      await mkdir(dirname(path), { recursive: true });
      await pipeline(await session.getObject(bucket, key), createWriteStream(path), { signal });
    }
  } catch (error) {
    if (!(error instanceof AccessDenied || error instanceof NoSuchObject)) throw error;
    const advice = `Please ensure that the bucket and the objects exist, and that the role "${session.roleArn}" has "s3:ListBucket" and "s3:GetObject" permissions on bucket "${bucket}".`;
    throw new DownloadFailed(`ClientError: Data download failed: ${error.message}. (${uri}) ${advice}`, {
      cause: error,
    });
  }
}
