import * as z from 'zod';
import { notYet } from '../validation/shapes.ts';
import { epochSeconds } from '../wire/time.ts';
import { listing, listPage, modifiedTimes } from './listing.ts';
import { operation } from './operation.ts';

const input = z.strictObject({
  ...listing,
  ...modifiedTimes,
  StatusEquals: z.enum(['InProgress', 'Completed', 'Failed', 'Stopping', 'Stopped', 'Deleting']).optional(),
  SortBy: z.enum(['Name', 'CreationTime', 'Status']).optional(),
  WarmPoolStatusEquals: notYet,
  TrainingPlanArnEquals: notYet,
});

export const listTrainingJobs = operation('ListTrainingJobs', input, (query, service) => {
  const { records, ...next } = listPage(
    service.trainingJobs.all().map((record) => ({ ...record, record })),
    query,
  );
  return {
    TrainingJobSummaries: records.map((job) => ({
      TrainingJobName: job.name,
      TrainingJobArn: job.arn,
      CreationTime: epochSeconds(job.createdAt),
      TrainingEndTime: epochSeconds(job.endedAt),
      LastModifiedTime: epochSeconds(job.modifiedAt),
      TrainingJobStatus: job.status,
      SecondaryStatus: job.secondaryStatus,
    })),
    ...next,
  };
});
