/** Reads the captured traffic of one configuration in a window of inference time. */
import { capturePrefix } from '../contracts/locations.ts';
import { VARIANT } from '../contracts/names.ts';
import type { CellBatch } from '../data/cell-batch.ts';
import { type CaptureTally, captureReader } from '../data/readers/capture.ts';
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
  columns: readonly string[];
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

/** @param take is called with the rows of the requests in the window, cells in contract order */
export async function readTraffic(
  objects: Objects,
  traffic: Traffic,
  take: (rows: CellBatch) => void,
): Promise<TrafficCount> {
  const from = Date.parse(traffic.window.from);
  const to = Date.parse(traffic.window.to);
  const count: TrafficCount = { requests: 0, skipped: {} };
  const reader = captureReader(traffic.columns, { from, to });
  for await (const { key, inside } of captureFiles(objects, traffic, from, to)) {
    const tally: CaptureTally = { requests: 0, skipped: {} };
    for await (const rows of reader.read(await objects.stream({ bucket: traffic.bucket, key }), tally)) take(rows);
    count.requests += tally.requests;
    if (!inside) continue;
    for (const [reason, lines] of Object.entries(tally.skipped)) {
      count.requests += lines;
      count.skipped[reason] = (count.skipped[reason] ?? 0) + lines;
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
