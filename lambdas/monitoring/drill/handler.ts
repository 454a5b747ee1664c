import { DrillStep } from '../../../lib/core/contracts/drill.ts';
import { advanceDrill } from '../../../lib/core/usecases/drill/advance-drill.ts';
import { log } from '../../_shared/log.ts';
import { once } from '../../_shared/once.ts';
import { queueHandler } from '../../_shared/queue.ts';
import { dependencies } from './deps.ts';

const ports = once(() => dependencies(process.env));

export const handler = queueHandler(DrillStep, async (step) => {
  log('info', 'a drill was looked at', { ...step, state: await advanceDrill(ports(), step) });
});
