/**
 * Files of captured traffic that came after the last reading of their window: nobody counted what is in them. A window
 * that is read again has none, so they are told until then, or until they are a day old.
 */
import type { LateFiles } from '../../drift/document.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Registry } from '../../ports/registry.ts';
import { windowSummaries } from '../drift/window-summaries.ts';
import type { Window } from '../drift-windows.ts';
import { type CapturedConfiguration, type CaptureFile, captureFilesOf } from './capture-files.ts';

const LOOKED_BACK_MS = 24 * 3_600_000;
/** The times of objects are in seconds. */
const SECOND_MS = 1000;

/** Those of the 24 hours before the window that is to be read a second time, which is the one before `window`. Oldest first. */
export async function lateFiles(
  { registry, objects }: { registry: Registry; objects: Objects },
  captured: CapturedConfiguration,
  { from, to }: Window,
): Promise<LateFiles[]> {
  const end = Date.parse(from) - (Date.parse(to) - Date.parse(from));
  const { model, stage, configuration } = captured;
  const time = { from: new Date(end - LOOKED_BACK_MS).toISOString(), to: new Date(end).toISOString() };
  const read: { from: number; to: number; read: number; late: LateFiles }[] = [];
  for await (const summary of windowSummaries(registry, { model, stage, ...time }))
    if (summary.configuration === configuration && summary.read !== undefined)
      read.push({
        ...{ from: Date.parse(summary.from), to: Date.parse(summary.to) },
        read: Math.floor(Date.parse(summary.read) / SECOND_MS) * SECOND_MS,
        late: { from: summary.from, to: summary.to, files: 0 },
      });
  const [newest, oldest] = [read[0], read.at(-1)];
  if (!newest || !oldest) return [];
  for await (const file of captureFilesOf(objects, captured, { from: oldest.from, to: newest.to - 1 }))
    for (const window of read) if (isLate(file, window)) window.late.files += 1;
  return read.flatMap(({ late }) => (late.files > 0 ? [late] : [])).reverse();
}

const isLate = ({ time, came }: CaptureFile, { from, to, read }: { from: number; to: number; read: number }): boolean =>
  time >= from && time < to && came >= read;
