import type { TransformJobRecord } from '../state/records.ts';
import { epochSeconds } from '../wire/time.ts';

/** The Describe document of a job. Members without a value are left out by JSON. */
export function describeTransformJob(job: TransformJobRecord) {
  const { Tags: _, ...input } = job.input;
  return {
    ...input,
    TransformJobArn: job.arn,
    TransformJobStatus: job.status,
    FailureReason: job.failureReason,
    CreationTime: epochSeconds(job.createdAt),
    TransformStartTime: epochSeconds(job.startedAt),
    TransformEndTime: epochSeconds(job.endedAt),
    DataProcessing: { InputFilter: '$', OutputFilter: '$', JoinSource: 'None' },
  };
}
