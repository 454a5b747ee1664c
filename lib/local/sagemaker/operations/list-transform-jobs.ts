import * as z from 'zod';
import { epochSeconds } from '../wire/time.ts';
import { listing, listPage, modifiedTimes } from './listing.ts';
import { operation } from './operation.ts';

const input = z.strictObject({
  ...listing,
  ...modifiedTimes,
  StatusEquals: z.enum(['InProgress', 'Completed', 'Failed', 'Stopping', 'Stopped']).optional(),
  SortBy: z.enum(['Name', 'CreationTime', 'Status']).optional(),
});

export const listTransformJobs = operation('ListTransformJobs', input, (query, service) => {
  const { records, ...next } = listPage(
    service.transformJobs.all().map((record) => ({ ...record, record })),
    query,
  );
  return {
    TransformJobSummaries: records.map((job) => ({
      TransformJobName: job.name,
      TransformJobArn: job.arn,
      CreationTime: epochSeconds(job.createdAt),
      TransformEndTime: epochSeconds(job.endedAt),
      LastModifiedTime: epochSeconds(job.modifiedAt),
      TransformJobStatus: job.status,
      FailureReason: job.failureReason,
    })),
    ...next,
  };
});
