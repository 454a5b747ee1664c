/** A queue that feeds a function: what fails five times goes to the shared dead-letter queue. */
import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FunctionContract } from '../../../core/contracts/functions/contract.ts';

/** AWS's advice for Lambda: fewer would move messages away that were only throttled. */
const RECEIVES = 5;
/** AWS's advice for Lambda: a batch may be retried within its timeout and throttling before it is seen again. */
const VISIBILITY_PER_TIMEOUT = 6;

export interface WorkQueueProps {
  /** The function that reads the queue. */
  readonly consumer: FunctionContract;
  readonly deadLetters: Queue;
  /**
   * How long a message is tried for at least, seconds, where it waits for something to come to rest.
   * @default five deliveries
   */
  readonly patienceSeconds?: number;
}

export class WorkQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { consumer, deadLetters, patienceSeconds = 0 }: WorkQueueProps) {
    super(scope, id);
    const visibilitySeconds = VISIBILITY_PER_TIMEOUT * consumer.timeoutSeconds;
    const maxReceiveCount = Math.max(RECEIVES, Math.ceil(patienceSeconds / visibilitySeconds));
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(visibilitySeconds),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount },
    });
  }
}
