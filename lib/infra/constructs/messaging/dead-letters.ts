/**
 * The one queue for everything that was given up: messages of the work queues, events that a rule could not deliver,
 * asynchronous invocations and notifications that failed. The source is in the message: `DeadLetterQueueSourceArn` for
 * queues, attribute `RULE_ARN` for rules, `requestContext.functionArn` in the body for functions.
 */
import { Duration, Stack } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { allowService } from './service-statements.ts';

export interface DeadLettersProps {
  readonly platform: string;
}

export class DeadLetters extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { platform }: DeadLettersProps) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // The longest there is: somebody has to look first.
      retentionPeriod: Duration.days(14),
    });
    // Rules live in the stacks above; their generated names begin with the stack's, so with the platform's.
    const rules = Stack.of(this).formatArn({ service: 'events', resource: 'rule', resourceName: `${platform}-*` });
    this.queue.addToResourcePolicy(
      allowService(this, {
        service: 'events.amazonaws.com',
        action: 'sqs:SendMessage',
        on: this.queue.queueArn,
        sourceArn: rules,
      }),
    );
  }
}
