/** Reads the captured traffic of one configuration in a window of inference time. */
import { capturePrefix } from '../contracts/locations.ts';
import { VARIANT } from '../contracts/names.ts';
import type { SchemaColumn } from '../contracts/schema.ts';
import { nullWordsToEmpty } from '../data/null-words.ts';
import { readCapture } from '../data/readers/capture.ts';
import type { Objects } from '../ports/objects.ts';
import type { Window } from './drift-windows.ts';

export interface Traffic {
  bucket: string;
  model: string;
  stage: string;
  endpoint: string;
  configuration: string;
  window: Window;
  /** Features in contract order. */
  columns: readonly SchemaColumn[];
}

export interface TrafficCount {
  /** Requests in the window, and lines that could not be read. */
  requests: number;
  /** Lines that could not be read, by reason. They name no time, so they count where their file lies. */
  skipped: Record<string, number>;
}

const HOUR_MS = 3_600_000;
/** A file holds records of some minutes and is named by one of them, so the hours beside the window are looked at too. */
const EDGE_MINUTES = 5;

/** @param take is called with each row of a request in the window; cells that hold a word for a missing value are empty */
export async function readTraffic(
  objects: Objects,
  traffic: Traffic,
  take: (cells: readonly string[]) => void,
): Promise<TrafficCount> {
  const from = Date.parse(traffic.window.from);
  const to = Date.parse(traffic.window.to);
  const count: TrafficCount = { requests: 0, skipped: {} };
  const names = traffic.columns.map(({ name }) => name);
  const emptied = nullWordsToEmpty(traffic.columns);
  for await (const { key, inside } of captureFiles(objects, traffic, from, to)) {
    for await (const line of readCapture(await objects.stream({ bucket: traffic.bucket, key }), names)) {
      if ('skipped' in line) {
        if (!inside) continue;
        count.requests += 1;
        count.skipped[line.skipped] = (count.skipped[line.skipped] ?? 0) + 1;
        continue;
      }
      const time = Date.parse(line.record.inferenceTime);
      if (time < from || time >= to) continue;
      count.requests += 1;
      for (const row of line.record.rows) {
        emptied(row);
        take(row);
      }
    }
  }
  return count;
}

async function* captureFiles(
  objects: Objects,
  { bucket, model, stage, endpoint, configuration }: Traffic,
  from: number,
  to: number,
): AsyncGenerator<{ key: string; inside: boolean }> {
  const base = `${capturePrefix(model, stage, configuration)}/${endpoint}/${VARIANT}/`;
  const firstHour = Math.floor(from / HOUR_MS) * HOUR_MS;
  for (let hour = firstHour - HOUR_MS; hour <= to; hour += HOUR_MS) {
    const prefix = `${base}${new Date(hour).toISOString().slice(0, 13).replace(/[-T]/g, '/')}/`;
    for await (const { key } of objects.list(bucket, prefix)) {
      const time = hour + minuteOf(key.slice(prefix.length)) * 60_000;
      if (time < from - EDGE_MINUTES * 60_000 || time >= to + EDGE_MINUTES * 60_000) continue;
      yield { key, inside: time >= Math.floor(from / 60_000) * 60_000 && time < to };
    }
  }
}

/** Minute of a capture file, which is named `MM-SS-mmm-<uuid>.jsonl`; 0 for a name of another form. */
const minuteOf = (file: string): number => Number(/^(\d\d)-/.exec(file)?.[1] ?? 0);
