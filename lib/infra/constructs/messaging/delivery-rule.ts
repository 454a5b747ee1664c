/** EventBridge to a work queue. What cannot be delivered within a day goes to the shared dead-letter queue. */
import { CfnRule } from 'aws-cdk-lib/aws-events';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { allowService } from './service-statements.ts';

/** AWS's defaults, spelled out: 24 hours, 185 tries. */
export const RETRIES = { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 } as const;

export interface DeliveryRuleProps {
  readonly description: string;
  readonly eventPattern: Readonly<Record<string, unknown>>;
  readonly to: Queue;
  readonly deadLetters: Queue;
}

export class DeliveryRule extends Construct {
  constructor(scope: Construct, id: string, { description, eventPattern, to, deadLetters }: DeliveryRuleProps) {
    super(scope, id);
    const rule = new CfnRule(this, 'Rule', {
      description,
      eventPattern,
      state: 'ENABLED',
      targets: [
        { id: 'queue', arn: to.queueArn, retryPolicy: RETRIES, deadLetterConfig: { arn: deadLetters.queueArn } },
      ],
    });
    to.addToResourcePolicy(
      allowService(this, {
        service: 'events.amazonaws.com',
        action: 'sqs:SendMessage',
        on: to.queueArn,
        sourceArn: rule.attrArn,
      }),
    );
  }
}
