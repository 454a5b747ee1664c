/** The captured records of one configuration by inference time, whole: request and answer. */
import { type CaptureLine, parseCaptureLine } from '../../data/readers/capture-record.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Window } from '../drift-windows.ts';
import { type CapturedConfiguration, type CaptureFile, captureFilesOf } from './capture-files.ts';

const HOUR_MS = 3_600_000;

/** The files that may hold records of a window: a file is named by the hour of one of its records. */
export async function captureFiles(
  objects: Objects,
  captured: CapturedConfiguration,
  { from, to }: Window,
): Promise<CaptureFile[]> {
  const hours = { from: Date.parse(from) - HOUR_MS, to: Date.parse(to) };
  const files: CaptureFile[] = [];
  for await (const file of captureFilesOf(objects, captured, hours)) files.push(file);
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
