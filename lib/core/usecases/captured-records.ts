/** The captured records of one configuration by inference time, whole: request and answer. */
import { capturePrefix } from '../contracts/locations.ts';
import { VARIANT } from '../contracts/names.ts';
import { type CaptureLine, parseCaptureLine } from '../data/readers/capture-record.ts';
import type { Objects } from '../ports/objects.ts';
import type { Window } from './drift-windows.ts';

const HOUR_MS = 3_600_000;

export interface CapturedConfiguration {
  bucket: string;
  model: string;
  stage: string;
  endpoint: string;
  configuration: string;
}

/** `2026/11/21/12`: the folder of an hour. */
const hourOf = (time: number): string => new Date(time).toISOString().slice(0, 13).replace(/[-T]/g, '/');

/** The files that may hold records of a window: a file is named by the hour of one of its records. */
export async function captureFiles(
  objects: Objects,
  { bucket, model, stage, endpoint, configuration }: CapturedConfiguration,
  { from, to }: Window,
): Promise<{ key: string; size: number }[]> {
  const base = `${capturePrefix(model, stage, configuration)}/${endpoint}/${VARIANT}/`;
  const last = `${base}${hourOf(Date.parse(to) + HOUR_MS)}/`;
  const files: { key: string; size: number }[] = [];
  const startAfter = `${base}${hourOf(Date.parse(from) - HOUR_MS)}`;
  for await (const { key, size } of objects.list(bucket, base, { startAfter })) {
    if (key >= last) break;
    files.push({ key, size });
  }
  return files;
}

/** Records in the window, and lines that are none. @param columns the features in contract order */
export async function* capturedRecords(
  objects: Objects,
  address: { bucket: string; key: string },
  { from, to }: Window,
  columns: readonly string[],
): AsyncGenerator<CaptureLine> {
  for await (const line of linesOf(await objects.stream(address))) {
    if (line.trim() === '') continue;
    const found = parseCaptureLine(line, columns);
    if ('record' in found) {
      const time = Date.parse(found.record.inferenceTime);
      if (time < Date.parse(from) || time >= Date.parse(to)) continue;
    }
    yield found;
  }
}

async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of source) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest + decoder.decode();
}
