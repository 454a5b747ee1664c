/** The captured records of one configuration by inference time, whole: request and answer. */
import { capturePrefix } from '../contracts/locations.ts';
import { VARIANT } from '../contracts/names.ts';
import { type CaptureLine, parseCaptureLine } from '../data/readers/capture-record.ts';
import type { Objects } from '../ports/objects.ts';
import type { Window } from './drift-windows.ts';
import type { SmallObject } from './small-objects.ts';

const HOUR_MS = 3_600_000;

export interface CapturedConfiguration {
  bucket: string;
  model: string;
  stage: string;
  endpoint: string;
  configuration: string;
}

/** Folders have years of four digits. */
const LAST_HOUR = Date.UTC(9999, 11, 31, 23);

/** `2026/11/21/12`: the folder of an hour. */
const hourOf = (time: number): string => new Date(time).toISOString().slice(0, 13).replace(/[-T]/g, '/');

/** The files that may hold records of a window: a file is named by the hour of one of its records. */
export async function captureFiles(
  objects: Objects,
  { bucket, model, stage, endpoint, configuration }: CapturedConfiguration,
  { from, to }: Window,
): Promise<SmallObject[]> {
  const base = `${capturePrefix(model, stage, configuration)}/${endpoint}/${VARIANT}/`;
  const last = `${base}${hourOf(Math.min(Date.parse(to) + HOUR_MS, LAST_HOUR))}/`;
  const files: SmallObject[] = [];
  const startAfter = `${base}${hourOf(Date.parse(from) - HOUR_MS)}`;
  for await (const { key, size } of objects.list(bucket, base, { startAfter })) {
    if (key >= last) break;
    files.push({ key, size });
  }
  return files;
}

/** Records in the window, and lines that are none. @param columns the features in contract order */
export function* capturedRecords(
  text: string,
  { from, to }: Window,
  columns: readonly string[],
): Generator<CaptureLine> {
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  for (const line of linesOf(text)) {
    if (line.trim() === '') continue;
    const found = parseCaptureLine(line, columns);
    if ('record' in found) {
      const time = Date.parse(found.record.inferenceTime);
      if (time < begin || time >= end) continue;
    }
    yield found;
  }
}

/** One by one: a list of all lines would double what is held. */
function* linesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    yield text.slice(from, end === -1 ? text.length : end);
    if (end === -1) return;
    from = end + 1;
  }
}
