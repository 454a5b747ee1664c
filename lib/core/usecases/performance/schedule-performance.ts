/** Asks, when a day has closed, for a look at the performance of each live stage, and again until it was taken. */
import type { PerformanceRequest } from '../../contracts/workflow-monitoring.ts';
import type { Registry } from '../../ports/registry.ts';
import type { Stage } from '../../registry/entities.ts';
import type { ScheduleWindowsPorts } from '../drift/schedule-windows.ts';
import { capturedWindow, type Window, windowsBackTo } from '../drift-windows.ts';
import { forEachLiveStage } from '../live-stages.ts';
import { hadTrafficIn, servedConfigurations } from '../release/served-configurations.ts';
import { daysLookedAt } from './performance-looks.ts';

const HOURS_OF_A_DAY = 24;
/** How far back a day is asked for that was never looked at: captured requests are kept for longer. */
const CATCH_UP_DAYS = 7;

/**
 * Runs hourly, and asks for every day that has closed, UTC, and was not looked at yet. What began to serve after a day has
 * no answers in it.
 * @returns how many looks were asked for
 * @throws AggregateError naming every stage that failed, after all others were served
 */
export async function schedulePerformance({ registry, queue, clock }: ScheduleWindowsPorts): Promise<number> {
  const newest = capturedWindow(clock.now(), HOURS_OF_A_DAY);
  const days = windowsBackTo(newest, Date.parse(newest.to) - CATCH_UP_DAYS * HOURS_OF_A_DAY * 3_600_000);
  let asked = 0;
  const words = { one: 'was not asked for', all: 'looks at performance were not asked for' };
  await forEachLiveStage(registry, words, async (stage) => {
    for (const day of await missingDays(registry, stage, days)) {
      const request: PerformanceRequest = { v: 1, model: stage.model, stage: stage.stage, ...day, ifMissing: true };
      await queue.send(request);
      asked += 1;
    }
  });
  return asked;
}

/** Oldest first, as they were lived through. */
async function missingDays(registry: Registry, stage: Stage, days: readonly Window[]): Promise<Window[]> {
  if (!stage.serving) return [];
  const looked = await daysLookedAt(registry, stage, days.length);
  const missing = days.filter(({ from }) => !looked.has(from));
  const [first] = missing;
  if (!first) return [];
  const served = await servedConfigurations(registry, stage, first.from);
  return missing.filter((day) => served.some((configuration) => hadTrafficIn(configuration, day)));
}
