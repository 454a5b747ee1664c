/**
 * Asks for drift reports of each live stage, of every configuration that had traffic: of the window that has just closed,
 * again of the one before it, and of windows that were never measured.
 */
import type { DriftRequest } from '../../contracts/workflow-monitoring.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Registry } from '../../ports/registry.ts';
import type { Queue } from '../../ports/services.ts';
import { read } from '../../registry/documents.ts';
import { Meta, type Stage } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { CAPTURE_DELAY_MS, closedWindow, justClosed, type Window, windowsBackTo } from '../drift-windows.ts';
import { forEachLiveStage } from '../live-stages.ts';
import { manifestOf } from '../manifest-of.ts';
import { hadTrafficIn, servedConfigurations } from '../release/served-configurations.ts';
import { windowKey, windowSummaries } from './window-summaries.ts';

export interface ScheduleWindowsPorts {
  registry: Registry;
  queue: Queue;
  clock: Clock;
}

/** Nobody asked in this time, and nobody will. */
export interface MissedTime extends Window {
  model: string;
  stage: string;
}

export interface Scheduled {
  /** Reports that were asked for. */
  asked: number;
  missed: MissedTime[];
}

/** How far back a window is asked for that was never measured. */
const CATCH_UP_MS = 48 * 3_600_000;
const BEGIN_OF_TIME = new Date(0).toISOString();

/**
 * Runs hourly. A stage that fails, for its model cannot be read, costs the others nothing.
 * @throws AggregateError naming every stage that failed, after all others were served
 */
export async function scheduleWindows({ registry, queue, clock }: ScheduleWindowsPorts): Promise<Scheduled> {
  const now = clock.now();
  const scheduled: Scheduled = { asked: 0, missed: [] };
  const words = { one: 'was not scheduled', all: 'stages were not scheduled' };
  await forEachLiveStage(registry, words, async (stage) => {
    const { requests, missed } = await requestsFor(registry, stage, now);
    for (const request of requests) {
      await queue.send(request);
      scheduled.asked += 1;
    }
    scheduled.missed.push(...missed);
  });
  return scheduled;
}

/** Oldest first, so that what opens an incident is measured before what ends it. */
async function requestsFor(registry: Registry, stage: Stage, now: Date) {
  const { model, serving } = stage;
  const meta = await read(registry, model, SK.meta, Meta);
  if (!serving || !meta) return { requests: [], missed: [] };
  const { monitoring } = await manifestOf(registry, meta.document);
  const newest = closedWindow(now, monitoring.drift.everyHours);
  const windows = windowsBackTo(newest, Date.parse(newest.to) - CATCH_UP_MS);
  const since = windows[0]?.from ?? newest.from;
  const measured = await measuredWindows(registry, stage, { from: since, to: newest.to });
  const served = await servedConfigurations(registry, stage, since);
  const requests: DriftRequest[] = [];
  for (const window of windows)
    for (const each of served.filter((one) => hadTrafficIn(one, window)).toReversed()) {
      const { configuration, version } = each;
      const isMeasured = measured.has(windowKey({ ...window, configuration }));
      const reading = readingOf(window, isMeasured, newest, now);
      if (reading) requests.push({ v: 1, model, stage: stage.stage, configuration, version, ...window, ...reading });
    }
  const begin = served.map(({ from }) => from).toSorted()[0];
  const isBlind = measured.size === 0 && begin !== undefined && begin < since;
  return { requests, missed: isBlind ? await missedTime(registry, stage, { from: begin, to: since }) : [] };
}

/** The newest waits for its captured requests; the one before it is read once more, for files that came late. */
function readingOf(
  window: Window,
  isMeasured: boolean,
  newest: Window,
  now: Date,
): Pick<DriftRequest, 'reading' | 'ifMissing' | 'waitUntil'> | undefined {
  const isFresh = justClosed(newest, now);
  if (isFresh && window.to === newest.to) return { reading: 1, waitUntil: capturedUntil(window) };
  if (!isMeasured) return { reading: 1, ifMissing: true };
  return isFresh && window.to === newest.from ? { reading: 2 } : undefined;
}

/** When all that was captured of it is there, or never will be: ISO 8601. */
const capturedUntil = ({ to }: Window): string => new Date(Date.parse(to) + CAPTURE_DELAY_MS).toISOString();

async function measuredWindows(registry: Registry, { model, stage }: Stage, time: Window): Promise<Set<string>> {
  const keys = new Set<string>();
  for await (const summary of windowSummaries(registry, { model, stage, ...time })) keys.add(windowKey(summary));
  return keys;
}

/** From the last window that was measured, if any, to the first that is asked for. */
async function missedTime(registry: Registry, { model, stage }: Stage, { from, to }: Window): Promise<MissedTime[]> {
  for await (const { to: last } of windowSummaries(registry, { model, stage, from: BEGIN_OF_TIME, to }))
    return last < to ? [{ model, stage, from: last, to }] : [];
  return [{ model, stage, from, to }];
}
