/**
 * Reads the captured traffic of one configuration in a window of inference time. With windows laid end to end, each record
 * counts once: in the window of its time, or by the reason why it is left out in the window its file lies in.
 */
import type { CellBatch } from '../../data/cell-batch.ts';
import { type AnswerReader, type CaptureTally, captureReader } from '../../data/readers/capture.ts';
import type { CaptureSkip } from '../../data/readers/capture-record.ts';
import { eventIds } from '../../data/readers/event-ids.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Window } from '../drift-windows.ts';
import { piecesOf } from '../small-objects.ts';
import { type CapturedConfiguration, type CaptureFile, captureFilesOf } from './capture-files.ts';

export interface Traffic extends CapturedConfiguration {
  window: Window;
  /** Features in contract order. */
  columns: readonly string[];
}

export interface TrafficCount {
  /** Requests in the window, and lines that could not be read. */
  requests: number;
  /** Records that were left out, by reason. Those that came again count here only; the others are requests as well. */
  skipped: Partial<Record<CaptureSkip, number>>;
}

/** A file holds records of some minutes and is named by one of them, so what lies beside the window is looked at too. */
const EDGE_MS = 5 * 60_000;

/**
 * @param take is called with the rows of the requests in the window, cells in contract order
 * @param answers looks at what was answered to them
 */
export async function readTraffic(
  objects: Objects,
  traffic: Traffic,
  take: (rows: CellBatch) => void,
  answers?: AnswerReader,
): Promise<TrafficCount> {
  const window = { from: Date.parse(traffic.window.from), to: Date.parse(traffic.window.to) };
  const count: TrafficCount = { requests: 0, skipped: {} };
  const reader = captureReader(traffic.columns, window, eventIds(), answers);
  const files = await filesAround(objects, traffic, window);
  for await (const { file, pieces } of piecesOf(objects, traffic.bucket, files)) {
    const tally: CaptureTally = { requests: 0, skipped: {} };
    const isInside = file.time >= window.from && file.time < window.to;
    const isStray = isInside ? (time: number) => !isReadFor(time, file, window) : undefined;
    for await (const rows of reader.read(pieces, tally, isStray)) take(rows);
    count.requests += tally.requests;
    for (const [reason, lines] of Object.entries(tally.skipped) as [CaptureSkip, number][]) {
      // A record that came again has a time, and a window by it. Other lines count where their file lies.
      if (reason !== 'repeated' && !isInside) continue;
      if (reason !== 'repeated') count.requests += lines;
      count.skipped[reason] = (count.skipped[reason] ?? 0) + lines;
    }
  }
  return count;
}

interface Span {
  /** [from, to), milliseconds since 1970. */
  from: number;
  to: number;
}

const isNear = (time: number, { from, to }: Span): boolean => time >= from - EDGE_MS && time < to + EDGE_MS;

/** Whether the file is read for the window, of this one's length and laid end to end with it, that a record's time lies in. */
function isReadFor(time: number, file: CaptureFile, { from, to }: Span): boolean {
  const length = to - from;
  const begin = from + Math.floor((time - from) / length) * length;
  return isNear(file.time, { from: begin, to: begin + length });
}

async function filesAround(objects: Objects, traffic: Traffic, window: Span): Promise<CaptureFile[]> {
  const files: CaptureFile[] = [];
  const hours = { from: window.from - EDGE_MS, to: window.to + EDGE_MS };
  for await (const file of captureFilesOf(objects, traffic, hours)) if (isNear(file.time, window)) files.push(file);
  return files;
}
