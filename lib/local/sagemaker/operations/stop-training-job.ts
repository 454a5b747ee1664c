import * as z from 'zod';
import { publishTrainingJob } from '../training/events.ts';
import { enter } from '../training/transitions.ts';
import { entityName } from '../validation/shapes.ts';
import { invalid } from '../wire/errors.ts';
import { requireTrainingJob } from './create-training-job.ts';
import { operation } from './operation.ts';

export const stopTrainingJob = operation(
  'StopTrainingJob',
  z.strictObject({ TrainingJobName: entityName }),
  ({ TrainingJobName: name }, service) => {
    const job = requireTrainingJob(service, name);
    if (job.status === 'Stopping') return {};
    if (job.status !== 'InProgress') {
      throw invalid(`The request was rejected because the training job is in status ${job.status}.`);
    }
    job.status = 'Stopping';
    enter(job, 'Stopping', Date.now());
    publishTrainingJob(service, job);
    job.stop.abort();
    return {};
  },
);
