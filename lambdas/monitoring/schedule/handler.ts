import { scheduleWindows } from '../../../lib/core/usecases/schedule-windows.ts';
import { log } from '../../_shared/log.ts';
import { once } from '../../_shared/once.ts';
import { scheduleHandler } from '../../_shared/schedule.ts';
import { dependencies } from './deps.ts';

const ports = once(() => dependencies(process.env));

export const handler = scheduleHandler(async () => {
  const { asked, missed } = await scheduleWindows(ports());
  log('info', 'drift reports were asked for', { asked });
  for (const time of missed)
    log('warn', 'live traffic of this time was never measured, and is too old now', { ...time });
});
