import * as z from 'zod';
import { describeTrainingJob as describe } from '../training/describe.ts';
import { entityName } from '../validation/shapes.ts';
import { requireTrainingJob } from './create-training-job.ts';
import { operation } from './operation.ts';

export const describeTrainingJob = operation(
  'DescribeTrainingJob',
  z.strictObject({ TrainingJobName: entityName }),
  ({ TrainingJobName: name }, service) => describe(requireTrainingJob(service, name)),
);
