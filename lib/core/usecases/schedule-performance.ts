/** Asks once a day, when it has closed, for a look at the performance of each live stage. */
import type { PerformanceRequest } from '../contracts/workflow-monitoring.ts';
import { justClosed, lastWindow } from './drift-windows.ts';
import { forEachLiveStage } from './live-stages.ts';
import type { ScheduleWindowsPorts } from './schedule-windows.ts';

const HOURS_OF_A_DAY = 24;

/**
 * Runs hourly, and asks in the one run that follows the end of a day, UTC. What began to serve after the day has no answers
 * in it.
 * @returns how many looks were asked for
 * @throws AggregateError naming every stage that failed, after all others were served
 */
export async function schedulePerformance({ registry, queue, clock }: ScheduleWindowsPorts): Promise<number> {
  const now = clock.now();
  const day = lastWindow(now, HOURS_OF_A_DAY);
  if (!justClosed(day, now)) return 0;
  let asked = 0;
  const words = { one: 'was not asked for', all: 'looks at performance were not asked for' };
  await forEachLiveStage(registry, words, async ({ model, stage, serving }) => {
    if (!serving || serving.since >= day.to) return;
    const request: PerformanceRequest = { v: 1, model, stage, ...day };
    await queue.send(request);
    asked += 1;
  });
  return asked;
}
