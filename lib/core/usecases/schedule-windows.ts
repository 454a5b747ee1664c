/** Asks for a drift report for each live stage whose window has just closed. */
import { Manifest } from '../contracts/manifest/schema.ts';
import type { DriftRequest } from '../contracts/workflow-monitoring.ts';
import type { Clock } from '../ports/clock.ts';
import type { Registry } from '../ports/registry.ts';
import type { Queue } from '../ports/services.ts';
import { read } from '../registry/documents.ts';
import { Meta, Stage } from '../registry/entities.ts';
import { SK } from '../registry/keys.ts';
import { justClosed, lastWindow } from './drift-windows.ts';
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
      const request = await requestFor(registry, Stage.parse(item), now);
      if (!request) continue;
      await queue.send(request);
      asked += 1;
    } catch (cause) {
      faults.push(new Error(`${item.pk} ${item.sk} was not scheduled`, { cause }));
    }
  }
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} stages were not scheduled`);
  return asked;
}

async function requestFor(registry: Registry, stage: Stage, now: Date): Promise<DriftRequest | undefined> {
  const { model, serving } = stage;
  const meta = await read(registry, model, SK.meta, Meta);
  if (!serving || !meta) return undefined;
  const { monitoring } = Manifest.parse((await currentManifest(registry, meta.document)).manifest);
  const window = lastWindow(now, monitoring.drift.everyHours);
  // What began to serve after the window has no traffic in it.
  if (!justClosed(window, now) || serving.since >= window.to) return undefined;
  const { version, configuration } = serving;
  return { v: 1, model, stage: stage.stage, configuration, version, ...window };
}
