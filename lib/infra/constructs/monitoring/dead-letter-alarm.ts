/** The one alarm over everything that was given up. It acts on the topic directly, for the notifier may be what failed. */
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { deadLetterAlarmName } from '../../../core/contracts/names.ts';

export interface DeadLetterAlarmProps {
  readonly platform: string;
  readonly deadLetters: Queue;
  readonly topicArn: string;
}

export class DeadLetterAlarm extends Construct {
  constructor(scope: Construct, id: string, { platform, deadLetters, topicArn }: DeadLetterAlarmProps) {
    super(scope, id);
    new CfnAlarm(this, 'Alarm', {
      alarmName: deadLetterAlarmName(platform),
      // CloudWatch's own mail carries this and nothing else of ours.
      alarmDescription: [
        `[Sluice NOW] ${platform}: messages were given up after all retries and lie in the dead-letter queue.`,
        'Something that should have happened has not: a training, a drift window or a message. Serving is not touched.',
        'DO 1. Find the queue: sluice outputs.',
        '2. Read a message in the SQS console: its attributes name source and error. Mend the cause.',
        '3. Start DLQ redrive to the source; twice does no harm. Nothing is lost for 14 days.',
        'See lib/docs/runbook.md#dead-letters.',
      ].join(' '),
      namespace: 'AWS/SQS',
      metricName: 'ApproximateNumberOfMessagesVisible',
      dimensions: [{ name: 'QueueName', value: deadLetters.queueName }],
      statistic: 'Maximum',
      period: 60,
      evaluationPeriods: 1,
      threshold: 1,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      // An idle queue stops reporting after six hours.
      treatMissingData: 'notBreaching',
      alarmActions: [topicArn],
    });
  }
}
