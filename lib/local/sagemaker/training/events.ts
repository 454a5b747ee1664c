import { publish, type Service, tagMap } from '../service.ts';
import type { TrainingJobRecord } from '../state/records.ts';

/** SageMaker Training Job State Change. Times in events are milliseconds. */
export function publishTrainingJob(service: Service, job: TrainingJobRecord): void {
  const { Tags: _, ...input } = job.input;
  publish(service, {
    detailType: 'SageMaker Training Job State Change',
    resource: job.arn,
    detail: {
      ...input,
      TrainingJobArn: job.arn,
      TrainingJobStatus: job.status,
      SecondaryStatus: job.secondaryStatus,
      SecondaryStatusTransitions: job.transitions.map((one) => ({
        Status: one.status,
        StartTime: one.startedAt,
        EndTime: one.endedAt,
        StatusMessage: one.message,
      })),
      FailureReason: job.failureReason,
      ModelArtifacts: job.artifacts === undefined ? undefined : { S3ModelArtifacts: job.artifacts },
      CreationTime: job.createdAt,
      TrainingStartTime: job.startedAt,
      TrainingEndTime: job.endedAt,
      LastModifiedTime: job.modifiedAt,
      Tags: tagMap(service, job.arn),
    },
  });
}
