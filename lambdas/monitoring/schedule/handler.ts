import { scheduleLooks } from '../../../lib/core/usecases/drift/schedule-looks.ts';
import { askDrills } from '../../../lib/core/usecases/drill/ask-drills.ts';
import { log } from '../../_shared/log.ts';
import { once } from '../../_shared/once.ts';
import { scheduleHandler } from '../../_shared/schedule.ts';
import { dependencies } from './deps.ts';

const ports = once(() => dependencies(process.env));

export const handler = scheduleHandler(async () => {
  // A stage that cannot be read stops neither.
  const [looks, drills] = await Promise.allSettled([scheduleLooks(ports()), askDrills(ports())]);
  if (looks.status === 'fulfilled') tellOf(looks.value);
  if (drills.status === 'fulfilled' && drills.value > 0) log('info', 'drills were asked for', { stages: drills.value });
  const faults = [looks, drills].flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []));
  if (faults.length > 0) throw new AggregateError(faults, faults.map(({ message }) => message).join('; '));
});

function tellOf({ asked, missed, days }: Awaited<ReturnType<typeof scheduleLooks>>): void {
  log('info', 'drift reports and looks at performance were asked for', { asked, days });
  for (const time of missed)
    log('warn', 'live traffic of this time was never measured, and is too old now', { ...time });
}
