/** Asks for drift reports of each live stage: of the window that has just closed, and again of the one before it. */
import { Manifest } from '../contracts/manifest/schema.ts';
import type { DriftRequest } from '../contracts/workflow-monitoring.ts';
import type { Clock } from '../ports/clock.ts';
import type { Registry } from '../ports/registry.ts';
import type { Queue } from '../ports/services.ts';
import { read } from '../registry/documents.ts';
import { Meta, Stage } from '../registry/entities.ts';
import { SK } from '../registry/keys.ts';
import { justClosed, lastWindow, windowBefore } from './drift-windows.ts';
import { currentManifest } from './known.ts';

export interface ScheduleWindowsPorts {
  registry: Registry;
  queue: Queue;
  clock: Clock;
}

/**
 * Runs hourly. A stage that fails, for its model cannot be read, costs the others nothing.
 * @returns how many reports were asked for
 * @throws AggregateError naming every stage that failed, after all others were served
 */
export async function scheduleWindows({ registry, queue, clock }: ScheduleWindowsPorts): Promise<number> {
  const now = clock.now();
  const faults: Error[] = [];
  let asked = 0;
  for await (const item of registry.collection('LIVE')) {
    try {
      for (const request of await requestsFor(registry, Stage.parse(item), now)) {
        await queue.send(request);
        asked += 1;
      }
    } catch (cause) {
      faults.push(new Error(`${item.pk} ${item.sk} was not scheduled`, { cause }));
    }
  }
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} stages were not scheduled`);
  return asked;
}

/**
 * The window that has just closed, and once more the one before it, for files that came late. What began to serve after
 * a window has no traffic in it; of what no longer serves nothing would follow.
 */
async function requestsFor(registry: Registry, stage: Stage, now: Date): Promise<DriftRequest[]> {
  const { model, serving } = stage;
  const meta = await read(registry, model, SK.meta, Meta);
  if (!serving || !meta) return [];
  const { monitoring } = Manifest.parse((await currentManifest(registry, meta.document)).manifest);
  const window = lastWindow(now, monitoring.drift.everyHours);
  if (!justClosed(window, now)) return [];
  const { version, configuration } = serving;
  const readings = [
    { ...window, reading: 1 as const },
    { ...windowBefore(window), reading: 2 as const },
  ];
  return readings
    .filter(({ to }) => serving.since < to)
    .map((reading) => ({ v: 1, model, stage: stage.stage, configuration, version, ...reading }));
}
