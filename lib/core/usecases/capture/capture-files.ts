/** The files SageMaker captures the traffic of one configuration in: `.../yyyy/mm/dd/hh/MM-SS-mmm-<uuid>.jsonl`. */
import { type CapturePlace, captureHourPrefix, captureHoursPrefix } from '../../contracts/locations.ts';
import type { Objects } from '../../ports/objects.ts';
import type { SmallObject } from '../small-objects.ts';

export interface CapturedConfiguration extends CapturePlace {
  bucket: string;
}

export interface CaptureFile extends SmallObject {
  /** The time that its name says, that of one of its records: milliseconds since 1970. */
  time: number;
  /** When it was written: milliseconds since 1970, in whole seconds on S3. */
  came: number;
}

/** Folders have years of four digits. */
const LAST_HOUR = Date.UTC(9999, 11, 31, 23);

const hourOf = (time: number): string => new Date(Math.min(time, LAST_HOUR)).toISOString();

/** Files in the folders of the hours from that of `from` to that of `to`, by name, which is by time. Milliseconds since 1970. */
export async function* captureFilesOf(
  objects: Objects,
  captured: CapturedConfiguration,
  { from, to }: { from: number; to: number },
): AsyncGenerator<CaptureFile> {
  const base = captureHoursPrefix(captured);
  const last = captureHourPrefix(captured, hourOf(to));
  // The folder itself is no file.
  const startAfter = captureHourPrefix(captured, hourOf(from));
  for await (const { key, size, lastModified } of objects.list(captured.bucket, base, { startAfter })) {
    if (key.slice(0, last.length) > last) break;
    const time = timeOf(key.slice(base.length));
    if (time !== undefined) yield { key, size, time, came: lastModified.getTime() };
  }
}

const NAME = /^(\d{4})\/(\d\d)\/(\d\d)\/(\d\d)\/(?:(\d\d)-(\d\d)-(\d{3})-)?/;

/** A name of another form stands for the begin of its hour; what lies in no hour is no capture. */
function timeOf(name: string): number | undefined {
  const [found, ...parts] = NAME.exec(name) ?? [];
  if (found === undefined) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, millisecond = 0] = parts.map((part) =>
    Number(part ?? 0),
  );
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
}
