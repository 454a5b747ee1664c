import { PerformanceRequest } from '../../../lib/core/contracts/workflow-monitoring.ts';
import { watchPerformance } from '../../../lib/core/usecases/watch-performance.ts';
import { log } from '../../_shared/log.ts';
import { once } from '../../_shared/once.ts';
import { queueHandler } from '../../_shared/queue.ts';
import { dependencies } from './deps.ts';

const ports = once(() => dependencies(process.env));

export const handler = queueHandler(PerformanceRequest, async (request) => {
  log('info', 'a day was looked at', { ...request, ...(await watchPerformance(ports(), request)) });
});
