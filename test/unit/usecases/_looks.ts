/** The time after a window's end: the hourly rule, the queue behind it with its delays, and what arrives meanwhile. */
import { IncidentEvent } from '../../../lib/core/contracts/incidents.ts';
import { LOOK_AT_MINUTE } from '../../../lib/core/contracts/monitoring-schedule.ts';
import { DriftRequest } from '../../../lib/core/contracts/workflow-monitoring.ts';
import { scheduleWindows } from '../../../lib/core/usecases/drift/schedule-windows.ts';
import { type Watched, watchDrift } from '../../../lib/core/usecases/drift/watch-drift.ts';
import { announceIncident } from '../../../lib/core/usecases/incidents/announce-incident.ts';
import { Died } from './_dying.ts';
import type { MemoryPlatform } from './_platform.ts';

const MINUTE_MS = 60_000;
/** A message whose function died comes back after the visibility timeout of its queue: six times 600 s. */
const VISIBILITY_MS = 3_600_000;

/** What happens so many minutes after the end of the window. */
export type Arrivals = readonly (readonly [minute: number, arrives: () => Promise<void>])[];

export interface Look {
  /** After the end of the newest window. */
  minute: number;
  from: string;
  reading: 1 | 2 | undefined;
  outcome: Watched['outcome'] | 'died';
}

export interface Played {
  looks: Look[];
  /** Messages that people got, with the minute after the end of the newest window. */
  told: { minute: number; subject: string; kind: string | undefined }[];
}

export type Deliver = (handle: (ports: MemoryPlatform['ports']) => Promise<Watched>) => Promise<Watched>;

/**
 * Plays the hour after a window: all messages are delivered when they are due.
 * @param end of the window, ISO 8601 @param copies of each message that the queue delivers
 */
export async function playHour(
  { ports }: MemoryPlatform,
  end: string,
  arrivals: Arrivals = [],
  { copies = 1, deliver = (handle) => handle(ports) }: { copies?: number; deliver?: Deliver } = {},
): Promise<Played> {
  const { clock, driftQueue, bus, publisher } = ports;
  const played: Played = { looks: [], told: [] };
  const ended = Date.parse(end);
  const minute = (): number => (clock.now().getTime() - ended) / MINUTE_MS;
  const coming = arrivals
    .toSorted(([a], [b]) => a - b)
    .map(([when, arrives]) => ({ due: ended + when * MINUTE_MS, arrives }));
  const until = async (time: number): Promise<void> => {
    while (coming[0] && coming[0].due <= time) {
      const next = coming.shift();
      clock.set(new Date(next?.due ?? time));
      await next?.arrives();
    }
    if (time > clock.now().getTime()) clock.set(new Date(time));
  };
  let taken = driftQueue.sent.length;
  let queued: { request: DriftRequest; due: number }[] = [];
  const take = (times: number): void => {
    for (; taken < driftQueue.sent.length; taken++) {
      const due = clock.now().getTime() + (driftQueue.delays[taken] ?? 0) * 1000;
      const request = DriftRequest.parse(driftQueue.sent[taken]);
      for (let copy = 0; copy < times; copy++) queued.push({ request, due });
    }
  };
  await until(ended + LOOK_AT_MINUTE * MINUTE_MS);
  await scheduleWindows({ ...ports, queue: driftQueue });
  take(copies);
  while (queued.length > 0) {
    const [next, ...rest] = queued.toSorted((a, b) => a.due - b.due);
    if (!next) break;
    queued = rest;
    await until(next.due);
    const at = minute();
    const { outcome } = await deliver((of) => watchDrift(of, next.request)).catch(dead);
    if (outcome === 'died') queued.push({ ...next, due: clock.now().getTime() + VISIBILITY_MS });
    played.looks.push({ minute: at, from: next.request.from, reading: next.request.reading, outcome });
    take(1);
    const before = publisher.published.length;
    for (const { detail } of bus.events) await announceIncident(ports, IncidentEvent.parse(detail));
    for (const { subject, attributes } of publisher.published.slice(before))
      played.told.push({ minute: minute(), subject, kind: attributes['kind'] });
  }
  await until(Number.POSITIVE_INFINITY);
  return played;
}

function dead(error: unknown): { outcome: 'died' } {
  if (error instanceof Died) return { outcome: 'died' };
  throw error;
}
