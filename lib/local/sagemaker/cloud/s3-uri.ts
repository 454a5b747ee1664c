import { invalid, notSupported } from '../wire/errors.ts';

export interface S3Location {
  readonly bucket: string;
  readonly key: string;
}

/** @throws ApiError for anything but s3://bucket/key */
export function parseS3Uri(uri: string): S3Location {
  if (uri.startsWith('https://')) throw notSupported(`An S3 location as https URL (${uri})`);
  const found = /^s3:\/\/([^/]+)\/?(.*)$/.exec(uri);
  if (!found?.[1]) throw invalid(`'${uri}' is not an S3 location; write s3://bucket/key.`);
  return { bucket: found[1], key: found[2] ?? '' };
}

/** The key of something below a location, with exactly one slash between. */
export function keyBelow(location: S3Location, ...parts: readonly string[]): string {
  return [location.key.replace(/\/+$/, ''), ...parts].filter((part) => part !== '').join('/');
}

/** Where an object of an S3Prefix lands below a folder: its path below the prefix, or its file name for the prefix itself. */
export function relativeKey(prefix: string, key: string): string {
  if (key.startsWith(`${prefix}/`)) return key.slice(prefix.length + 1);
  return key.slice(prefix.lastIndexOf('/') + 1);
}
