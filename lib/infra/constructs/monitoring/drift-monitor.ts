/** Hourly: which stages are live? One message a closed window -> drift queue -> the comparison. */
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnEventInvokeConfig, CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { LOOK_AT_MINUTE } from '../../../core/contracts/monitoring-schedule.ts';
import type { Bundles } from '../functions/bundle.ts';
import { FunctionSet } from '../functions/function-set.ts';
import type { Offer } from '../functions/offer.ts';
import { RETRIES } from '../messaging/delivery-rule.ts';
import { QueueTrigger, readingOf } from '../messaging/queue-trigger.ts';

export interface DriftMonitorProps {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly bundles: Bundles;
  readonly offer: Offer;
}

export class DriftMonitor extends Construct {
  constructor(scope: Construct, id: string, { queue, deadLetters, bundles, offer }: DriftMonitorProps) {
    super(scope, id);
    const functions = new FunctionSet(this, 'Functions', {
      ids: ['monitoring-schedule', 'monitoring-drift'],
      bundles,
      offer,
      triggers: {
        'monitoring-schedule': [
          new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }),
        ],
        'monitoring-drift': [readingOf(queue)],
      },
    });
    // A window is one message and up to ten minutes of work.
    new QueueTrigger(this, 'Trigger', {
      queue,
      target: functions.get('monitoring-drift'),
      batchSize: 1,
      concurrency: 5,
    });

    const schedule = functions.get('monitoring-schedule');
    const rule = new CfnRule(this, 'Hourly', {
      description: 'Windows of live traffic that have closed',
      // A rate would count from the deployment, and a window that closed could wait for most of an hour.
      scheduleExpression: `cron(${LOOK_AT_MINUTE} * * * ? *)`,
      state: 'ENABLED',
      targets: [
        {
          id: 'schedule',
          arn: schedule.functionArn,
          retryPolicy: RETRIES,
          deadLetterConfig: { arn: deadLetters.queueArn },
        },
      ],
    });
    new CfnPermission(this, 'HourlyPermission', {
      action: 'lambda:InvokeFunction',
      functionName: schedule.functionArn,
      principal: 'events.amazonaws.com',
      sourceArn: rule.attrArn,
    });
    // The rule only hands over; what fails after that is Lambda's to retry and to give up.
    new CfnEventInvokeConfig(this, 'ScheduleFailures', {
      functionName: schedule.functionName,
      qualifier: '$LATEST',
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: 3600,
      destinationConfig: { onFailure: { destination: deadLetters.queueArn } },
    });
  }
}
