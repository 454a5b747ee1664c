import * as z from 'zod';
import { describeTransformJob as describe } from '../transform/describe.ts';
import { entityName } from '../validation/shapes.ts';
import { requireTransformJob } from './create-transform-job.ts';
import { operation } from './operation.ts';

export const describeTransformJob = operation(
  'DescribeTransformJob',
  z.strictObject({ TransformJobName: entityName }),
  ({ TransformJobName: name }, service) => describe(requireTransformJob(service, name)),
);
