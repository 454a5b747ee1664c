import * as z from 'zod';
import { publishTransformJob } from '../transform/events.ts';
import { entityName } from '../validation/shapes.ts';
import { requireTransformJob } from './create-transform-job.ts';
import { operation } from './operation.ts';

/** Stopping a job that has ended changes nothing. */
export const stopTransformJob = operation(
  'StopTransformJob',
  z.strictObject({ TransformJobName: entityName }),
  ({ TransformJobName: name }, service) => {
    const job = requireTransformJob(service, name);
    if (job.status !== 'InProgress') return {};
    job.status = 'Stopping';
    job.modifiedAt = Date.now();
    publishTransformJob(service, job);
    job.stop.abort();
    return {};
  },
);
