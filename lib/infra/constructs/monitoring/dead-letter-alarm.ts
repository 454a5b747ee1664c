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
      alarmDescription: [
        `Sluice ${platform}: messages were given up and lie in the dead-letter queue.`,
        'Each names its source. See lib/docs/runbook.md#dead-letters.',
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
