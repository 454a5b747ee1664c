import { ObjectCreated } from '../../../lib/core/contracts/incoming-events.ts';
import { startTraining } from '../../../lib/core/usecases/start-training.ts';
import { once } from '../../_shared/once.ts';
import { queueHandler } from '../../_shared/queue.ts';
import { dependencies } from './deps.ts';

const ports = once(() => dependencies(process.env));

export const handler = queueHandler(ObjectCreated, ({ detail: { bucket, object } }) =>
  startTraining(ports(), {
    bucket: bucket.name,
    key: object.key,
    versionId: object['version-id'],
    size: object.size,
  }),
);
