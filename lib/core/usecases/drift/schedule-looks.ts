/** All that the hourly rule asks for: windows to be compared, and days whose performance is looked at. */
import type { Queue } from '../../ports/services.ts';
import { schedulePerformance } from '../performance/schedule-performance.ts';
import { type Scheduled, type ScheduleWindowsPorts, scheduleWindows } from './schedule-windows.ts';

export interface ScheduleLooksPorts extends Omit<ScheduleWindowsPorts, 'queue'> {
  driftQueue: Queue;
  performanceQueue: Queue;
}

/**
 * One that fails costs the other nothing. Run again, it asks for the same, which does no harm.
 * @throws AggregateError of what failed, after all else was asked for
 */
export async function scheduleLooks({
  driftQueue,
  performanceQueue,
  ...ports
}: ScheduleLooksPorts): Promise<Scheduled & { days: number }> {
  const [windows, days] = await Promise.allSettled([
    scheduleWindows({ ...ports, queue: driftQueue }),
    schedulePerformance({ ...ports, queue: performanceQueue }),
  ]);
  if (windows.status === 'fulfilled' && days.status === 'fulfilled') return { ...windows.value, days: days.value };
  const faults = [windows, days].flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  throw new AggregateError(faults, faults.map(String).join('; '));
}
