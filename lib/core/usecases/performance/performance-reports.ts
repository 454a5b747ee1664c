/** The daily reports of a stage's performance, as they were kept. */
import { performanceReportsPrefix } from '../../contracts/locations.ts';
import { PerformanceWatch } from '../../performance/watch-document.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Window } from '../drift-windows.ts';
import { readJson } from '../json-objects.ts';

const DAY_MS = 86_400_000;
/** Older reports say nothing about now. */
const RECENT_MS = 40 * DAY_MS;

interface Place {
  model: string;
  stage: string;
  window: Window;
}

/** Keys of reports of the last 40 days and later ones, oldest first. */
async function recentKeys(objects: Objects, bucket: string, { model, stage, window }: Place): Promise<string[]> {
  const prefix = performanceReportsPrefix(model, stage);
  const startAfter = `${prefix}${new Date(Date.parse(window.from) - RECENT_MS).toISOString()}`;
  const keys: string[] = [];
  for await (const { key } of objects.list(bucket, prefix, { startAfter })) keys.push(key);
  return keys;
}

/** The newest report before this window. */
export async function performanceWatchBefore(
  objects: Objects,
  bucket: string,
  place: Place,
): Promise<PerformanceWatch | undefined> {
  const own = `${performanceReportsPrefix(place.model, place.stage)}${place.window.from}`;
  const key = (await recentKeys(objects, bucket, place)).filter((each) => each < own).at(-1);
  return key === undefined ? undefined : readJson(objects, { bucket, key }, PerformanceWatch);
}

/** Whether there is no report of a later window. */
export async function isNewestPerformance(objects: Objects, bucket: string, place: Place): Promise<boolean> {
  const after = `${performanceReportsPrefix(place.model, place.stage)}${place.window.to}`;
  return (await recentKeys(objects, bucket, place)).every((key) => key < after);
}

/** The newest report of a stage, if there is one of the last 40 days. */
export async function newestPerformanceWatch(
  objects: Objects,
  bucket: string,
  { model, stage }: Pick<Place, 'model' | 'stage'>,
  now: Date,
): Promise<PerformanceWatch | undefined> {
  const window = { from: now.toISOString(), to: now.toISOString() };
  const key = (await recentKeys(objects, bucket, { model, stage, window })).at(-1);
  return key === undefined ? undefined : readJson(objects, { bucket, key }, PerformanceWatch);
}
