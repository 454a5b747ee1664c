import { PerformanceMessage } from '../../../lib/core/contracts/incoming-events.ts';
import { takeInLabels } from '../../../lib/core/usecases/labels/take-in-labels.ts';
import { watchPerformance } from '../../../lib/core/usecases/performance/watch-performance.ts';
import { log } from '../../_shared/log.ts';
import { once } from '../../_shared/once.ts';
import { queueHandler } from '../../_shared/queue.ts';
import { dependencies } from './deps.ts';

const ports = once(() => dependencies(process.env));

export const handler = queueHandler(PerformanceMessage, async (message) => {
  if ('model' in message) {
    log('info', 'a day was looked at', { ...message, ...(await watchPerformance(ports(), message)) });
    return;
  }
  const { bucket, object } = message.detail;
  const arrived = { bucket: bucket.name, key: object.key, versionId: object['version-id'], size: object.size };
  log('info', 'a file of labels arrived', { ...arrived, ...(await takeInLabels(ports(), arrived)) });
});
