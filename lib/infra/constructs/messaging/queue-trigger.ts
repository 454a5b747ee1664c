/** A work queue that invokes a function: failed messages come back one by one, and never more than `concurrency` at once. */
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnEventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** What the function's role needs so that Lambda may poll the queue for it. */
export const readingOf = (queue: Queue): PolicyStatement =>
  new PolicyStatement({
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    resources: [queue.queueArn],
  });

export interface QueueTriggerProps {
  readonly queue: Queue;
  readonly target: LambdaFunction;
  /** Messages a call. */
  readonly batchSize: number;
  /**
   * Most calls at once (at least 2). Reserved concurrency would do it too, but makes deployments fail in accounts whose
   * quota is 10.
   */
  readonly concurrency: number;
}

export class QueueTrigger extends Construct {
  constructor(scope: Construct, id: string, { queue, target, batchSize, concurrency }: QueueTriggerProps) {
    super(scope, id);
    new CfnEventSourceMapping(this, 'Mapping', {
      eventSourceArn: queue.queueArn,
      functionName: target.functionName,
      batchSize,
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency: concurrency },
      enabled: true,
    });
  }
}
