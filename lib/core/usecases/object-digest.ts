import { createHash } from 'node:crypto';
import type { ObjectAddress, Objects } from '../ports/objects.ts';

/** SHA-256 in hex of an object's bytes, read as a stream. @throws ObjectNotFound */
export async function sha256Of(objects: Objects, address: ObjectAddress): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of await objects.stream(address)) hash.update(chunk);
  return hash.digest('hex');
}

/** Bucket and key of an `s3://` address. @throws RangeError */
export function addressOf(uri: string): ObjectAddress {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  if (!bucket || !key) throw new RangeError(`${uri} is not the address of an object, s3://bucket/key`);
  return { bucket, key };
}
