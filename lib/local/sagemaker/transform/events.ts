import { publish, type Service, tagMap } from '../service.ts';
import type { TransformJobRecord } from '../state/records.ts';

/** SageMaker Transform Job State Change. Times in events are milliseconds. */
export function publishTransformJob(service: Service, job: TransformJobRecord): void {
  const { Tags: _, ...input } = job.input;
  publish(service, {
    detailType: 'SageMaker Transform Job State Change',
    resource: job.arn,
    detail: {
      ...input,
      TransformJobArn: job.arn,
      TransformJobStatus: job.status,
      FailureReason: job.failureReason,
      CreationTime: job.createdAt,
      TransformStartTime: job.startedAt,
      TransformEndTime: job.endedAt,
      Tags: tagMap(service, job.arn),
    },
  });
}
