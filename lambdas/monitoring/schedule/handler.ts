import { scheduleWindows } from '../../../lib/core/usecases/schedule-windows.ts';
import { log } from '../../_shared/log.ts';
import { once } from '../../_shared/once.ts';
import { scheduleHandler } from '../../_shared/schedule.ts';
import { dependencies } from './deps.ts';

const ports = once(() => dependencies(process.env));

export const handler = scheduleHandler(async () => {
  log('info', 'drift reports were asked for', { stages: await scheduleWindows(ports()) });
});
