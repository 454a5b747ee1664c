import { IntakeEvent } from '../../../lib/core/contracts/incoming-events.ts';
import { startDueSet, startTraining } from '../../../lib/core/usecases/uploads/start-training.ts';
import { once } from '../../_shared/once.ts';
import { queueHandler } from '../../_shared/queue.ts';
import { dependencies } from './deps.ts';

const ports = once(() => dependencies(process.env));

export const handler = queueHandler(IntakeEvent, async (event) => {
  if (event['detail-type'] === 'Upload Set Due') return startDueSet(ports(), event.detail);
  const { bucket, object } = event.detail;
  return startTraining(ports(), {
    bucket: bucket.name,
    key: object.key,
    versionId: object['version-id'],
    size: object.size,
  });
});
