/** Where the labels of a model lie: packed days, what was posted since, and files that people put there. */
import { labelsPrefix, packedLabelsPrefix, postedLabelsPrefix } from '../contracts/locations.ts';
import type { Objects } from '../ports/objects.ts';
import { ulidTime, ulidTimePrefix } from '../registry/ulid-time.ts';
import type { SmallObject } from './small-objects.ts';

export interface LabelFile extends SmallObject {
  kind: 'packed' | 'posted' | 'put';
  /** Milliseconds since 1970; of a packed day its begin. */
  came: number;
}

const DAY_MS = 86_400_000;
const NAMED_BY_ULID = /([0-7][0-9A-HJKMNP-TV-Z]{25})\.csv$/;
/** After every key that begins with the prefix, which ends in a slash: 0 is the character after it. */
const past = (prefix: string): string => `${prefix.slice(0, -1)}0`;

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
    ...(await putFiles(objects, bucket, model, since)),
  ];
}

async function putFiles(objects: Objects, bucket: string, model: string, since: number): Promise<LabelFile[]> {
  const prefix = labelsPrefix(model);
  const files: LabelFile[] = [];
  const ours = [packedLabelsPrefix(model), postedLabelsPrefix(model)];
  for (let startAfter: string | undefined = prefix; startAfter !== undefined; ) {
    let next: string | undefined;
    for await (const { key, size, lastModified } of objects.list(bucket, prefix, { startAfter })) {
      const inside = ours.find((folder) => key.startsWith(folder));
      if (inside !== undefined) {
        // These may be many, and were listed by themselves.
        next = past(inside);
        break;
      }
      const [, ulid] = NAMED_BY_ULID.exec(key.slice(prefix.length)) ?? [];
      const came = ulid ? ulidTime(ulid) : lastModified.getTime();
      if (!key.endsWith('/') && came >= since) files.push({ key, size, kind: 'put', came });
    }
    startAfter = next;
  }
  return files;
}
