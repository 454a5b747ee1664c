import { scheduleLooks } from '../../../lib/core/usecases/schedule-looks.ts';
import { log } from '../../_shared/log.ts';
import { once } from '../../_shared/once.ts';
import { scheduleHandler } from '../../_shared/schedule.ts';
import { dependencies } from './deps.ts';

const ports = once(() => dependencies(process.env));

export const handler = scheduleHandler(async () => {
  const { asked, missed, days } = await scheduleLooks(ports());
  log('info', 'drift reports and looks at performance were asked for', { asked, days });
  for (const time of missed)
    log('warn', 'live traffic of this time was never measured, and is too old now', { ...time });
});
