/** Where the labels of a model lie: packed days, what was posted since, and files that people put there. */
import { sha256Hex } from '../../contracts/digest.ts';
import {
  filedLabelsPrefix,
  labelsPrefix,
  packedLabelsPrefix,
  postedLabelsPrefix,
  refusedLabelsPrefix,
} from '../../contracts/locations.ts';
import type { Objects } from '../../ports/objects.ts';
import { ulidTime, ulidTimePrefix } from '../../registry/ulid-time.ts';
import type { SmallObject } from '../small-objects.ts';

export interface LabelFile extends SmallObject {
  /** `filed`: what was taken in of a file, `refused`: its lines that are none; `put`: a file that was not taken in yet. */
  kind: 'packed' | 'posted' | 'filed' | 'refused' | 'put';
  /** Milliseconds since 1970; of a packed day its begin. */
  came: number;
}

const DAY_MS = 86_400_000;
const NAMED_BY_ULID = /([0-7][0-9A-HJKMNP-TV-Z]{25})\.csv$/;

/** A version of a file that people put there. */
export interface PutFile {
  key: string;
  etag: string;
  /** As `cameOf` tells it. */
  came: number;
}

/** Milliseconds since 1970, as precise as S3 tells everywhere. Of a file that is named by a ULID its time. */
export function cameOf(model: string, { key, lastModified }: { key: string; lastModified: Date }): number {
  const [, ulid] = NAMED_BY_ULID.exec(key.slice(labelsPrefix(model).length)) ?? [];
  return ulid ? ulidTime(ulid) : Math.floor(lastModified.getTime() / 1000) * 1000;
}

/** Names a version of a file by its time, so that those since a time are listed; for every delivery of its event the same. */
export const filedName = ({ key, etag, came }: PutFile): string =>
  `${new Date(came).toISOString()}_${sha256Hex(`${key}\0${etag}`).slice(0, 32)}`;

/** Days that are packed. They follow each other without a gap. */
export async function packedDays(objects: Objects, bucket: string, model: string): Promise<LabelFile[]> {
  const prefix = packedLabelsPrefix(model);
  const days: LabelFile[] = [];
  for await (const { key, size } of objects.list(bucket, prefix))
    days.push({ key, size, kind: 'packed', came: Date.parse(key.slice(prefix.length, -'.csv'.length)) });
  return days;
}

/** What was posted in [from, to). @param to absent: until now */
export async function postedFiles(
  objects: Objects,
  bucket: string,
  model: string,
  from: number,
  to = Number.POSITIVE_INFINITY,
): Promise<LabelFile[]> {
  const prefix = postedLabelsPrefix(model);
  const files: LabelFile[] = [];
  for await (const { key, size } of objects.list(bucket, prefix, { startAfter: `${prefix}${ulidTimePrefix(from)}` })) {
    const [, ulid] = NAMED_BY_ULID.exec(key) ?? [];
    if (ulid === undefined) continue;
    const came = ulidTime(ulid);
    if (came >= to) break;
    files.push({ key, size, kind: 'posted', came });
  }
  return files;
}

/** Every file with labels that came at `since` or later. */
export async function labelFiles(objects: Objects, bucket: string, model: string, since: number): Promise<LabelFile[]> {
  const days = await packedDays(objects, bucket, model);
  const [first, last] = [days[0], days.at(-1)];
  const before = first && since < first.came ? await postedFiles(objects, bucket, model, since, first.came) : [];
  const after = await postedFiles(objects, bucket, model, last ? Math.max(since, last.came + DAY_MS) : since);
  return [
    ...days.filter(({ came }) => came + DAY_MS > since),
    ...before,
    ...after,
    ...(await filesOfPeople(objects, bucket, model, since)),
  ];
}

/** Those that were taken in, and those that were not yet: their event is on its way, or came before anybody listened. */
async function filesOfPeople(objects: Objects, bucket: string, model: string, since: number): Promise<LabelFile[]> {
  const filed = await named(objects, bucket, { prefix: filedLabelsPrefix(model), kind: 'filed', since });
  const refused = await named(objects, bucket, { prefix: refusedLabelsPrefix(model), kind: 'refused', since });
  const taken = new Set(filed.map(({ name }) => name));
  const put: LabelFile[] = [];
  for await (const { key, size, etag, lastModified } of objects.list(bucket, labelsPrefix(model))) {
    const came = cameOf(model, { key, lastModified });
    if (key.endsWith('/') || came < since || taken.has(filedName({ key, etag, came }))) continue;
    put.push({ key, size, kind: 'put', came });
  }
  return [...[...filed, ...refused].map(({ name: _, ...file }) => file), ...put];
}

/** Files named by `filedName` that came at `since` or later. */
async function named(
  objects: Objects,
  bucket: string,
  { prefix, kind, since }: { prefix: string; kind: 'filed' | 'refused'; since: number },
): Promise<(LabelFile & { name: string })[]> {
  const files: (LabelFile & { name: string })[] = [];
  for await (const { key, size } of objects.list(bucket, prefix, { startAfter: `${prefix}${isoOf(since)}` })) {
    const name = key.slice(prefix.length).replace(/\.[a-z]+$/, '');
    files.push({ key, size, kind, came: Date.parse(name.slice(0, name.indexOf('_'))), name });
  }
  return files;
}

/** A time before the year 0 has a name that is no prefix in order. */
const isoOf = (time: number): string => new Date(Math.max(0, time)).toISOString();
