import { DriftRequest } from '../../../lib/core/contracts/workflow-monitoring.ts';
import { watchDrift } from '../../../lib/core/usecases/drift/watch-drift.ts';
import { watchDrill } from '../../../lib/core/usecases/drill/watch-drill.ts';
import { log } from '../../_shared/log.ts';
import { once } from '../../_shared/once.ts';
import { queueHandler } from '../../_shared/queue.ts';
import { dependencies } from './deps.ts';

const ports = once(() => dependencies(process.env));

export const handler = queueHandler(DriftRequest, async (request) => {
  const { drill } = request;
  const watched = await (drill === undefined ? watchDrift(ports(), request) : watchDrill(ports(), drill, request));
  log('info', 'a window was looked at', { ...request, ...watched });
});
