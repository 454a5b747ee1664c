import type { TrainingJobRecord } from '../state/records.ts';
import { epochSeconds } from '../wire/time.ts';

/** The Describe document of a job. Members without a value are left out by JSON. */
export function describeTrainingJob(job: TrainingJobRecord) {
  const { Tags: _, ...input } = job.input;
  return {
    ...input,
    TrainingJobArn: job.arn,
    TrainingJobStatus: job.status,
    SecondaryStatus: job.secondaryStatus,
    FailureReason: job.failureReason,
    ModelArtifacts: job.artifacts === undefined ? undefined : { S3ModelArtifacts: job.artifacts },
    CreationTime: epochSeconds(job.createdAt),
    TrainingStartTime: epochSeconds(job.startedAt),
    TrainingEndTime: epochSeconds(job.endedAt),
    LastModifiedTime: epochSeconds(job.modifiedAt),
    SecondaryStatusTransitions: job.transitions.map((one) => ({
      Status: one.status,
      StartTime: epochSeconds(one.startedAt),
      EndTime: epochSeconds(one.endedAt),
      StatusMessage: one.message,
    })),
    FinalMetricDataList:
      job.finalMetrics.length === 0
        ? undefined
        : job.finalMetrics.map(({ name, value, at }) => ({
            MetricName: name,
            Value: value,
            Timestamp: epochSeconds(at),
          })),
    EnableNetworkIsolation: input.EnableNetworkIsolation ?? false,
    EnableInterContainerTrafficEncryption: input.EnableInterContainerTrafficEncryption ?? false,
    EnableManagedSpotTraining: false,
    ...durations(job),
  };
}

/** Whole seconds, at least one, from the start of the download to the end, as AWS bills them. */
function durations(job: TrainingJobRecord) {
  if (job.startedAt === undefined || job.endedAt === undefined) return {};
  const seconds = Math.max(1, Math.ceil((job.endedAt - job.startedAt) / 1000));
  return { TrainingTimeInSeconds: seconds, BillableTimeInSeconds: seconds };
}
