/** The topic that people and programs subscribe to. */
import { Effect, PolicyStatement, StarPrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSubscription, CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { platformAlarms } from '../../config/arns.ts';
import type { Subscriber } from '../../config/subscribers.ts';
import { allowService } from './service-statements.ts';

export interface NotificationsProps {
  readonly platform: string;
  readonly subscribers: readonly Subscriber[];
  readonly deadLetters: Queue;
}

export class Notifications extends Construct {
  readonly topicArn: string;

  constructor(scope: Construct, id: string, { platform, subscribers, deadLetters }: NotificationsProps) {
    super(scope, id);
    // Not encrypted by a KMS key, on purpose: under the AWS-managed key SNS drops what alarms publish, without a word,
    // and a key of our own costs money when idle. Messages carry no cell values.
    const topic = new CfnTopic(this, 'Topic', { displayName: `Sluice ${platform}` });
    this.topicArn = topic.ref;

    new CfnTopicPolicy(this, 'Policy', {
      topics: [this.topicArn],
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          allowService(this, {
            service: 'cloudwatch.amazonaws.com',
            action: 'sns:Publish',
            on: this.topicArn,
            sourceArn: platformAlarms(this, platform),
          }).toJSON(),
          new PolicyStatement({
            effect: Effect.DENY,
            principals: [new StarPrincipal()],
            actions: ['sns:Publish'],
            resources: [this.topicArn],
            conditions: { Bool: { 'aws:SecureTransport': 'false' } },
          }).toJSON(),
        ],
      },
    });

    deadLetters.addToResourcePolicy(
      allowService(this, {
        service: 'sns.amazonaws.com',
        action: 'sqs:SendMessage',
        on: deadLetters.queueArn,
        sourceArn: this.topicArn,
      }),
    );
    subscribers.forEach(({ email, filter }, i) => {
      new CfnSubscription(this, `Subscriber${i + 1}`, {
        topicArn: this.topicArn,
        protocol: 'email',
        endpoint: email,
        ...(filter ? { filterPolicy: filter, filterPolicyScope: 'MessageAttributes' } : {}),
        redrivePolicy: { deadLetterTargetArn: deadLetters.queueArn },
      });
    });
  }
}
