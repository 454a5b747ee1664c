/** Statements that let an AWS service, and it alone, use a queue or a topic of ours. Each names its source (confused deputy). */
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

interface ServiceUse {
  readonly service: 'events.amazonaws.com' | 'cloudwatch.amazonaws.com' | 'sns.amazonaws.com';
  readonly action: 'sqs:SendMessage' | 'sns:Publish';
  readonly on: string;
  /** ARN, or pattern of ARNs, of what makes the service act. */
  readonly sourceArn: string;
}

export function allowService(scope: Construct, { service, action, on, sourceArn }: ServiceUse): PolicyStatement {
  return new PolicyStatement({
    principals: [new ServicePrincipal(service)],
    actions: [action],
    resources: [on],
    conditions: {
      ArnLike: { 'aws:SourceArn': sourceArn },
      StringEquals: { 'aws:SourceAccount': Stack.of(scope).account },
    },
  });
}
