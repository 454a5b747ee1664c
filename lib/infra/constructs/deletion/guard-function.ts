/** The function that all guards ask. In storage, for that stack goes last. */

import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnEventInvokeConfig } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Bundles } from '../functions/bundle.ts';
import { contractOf } from '../functions/function-set.ts';
import type { Offer } from '../functions/offer.ts';
import { platformFunction } from '../functions/platform-function.ts';

export interface GuardFunctionProps {
  readonly deadLetters: Queue;
  readonly bundles: Bundles;
  readonly offer: Offer;
}

export class GuardFunction extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { deadLetters, bundles, offer }: GuardFunctionProps) {
    super(scope, id);
    const guard = platformFunction(this, {
      contract: contractOf('release-guard'),
      bundles,
      offer,
      triggerStatements: [new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] })],
    });
    // CloudFormation invokes without waiting; what fails after that is Lambda's to retry and to give up.
    new CfnEventInvokeConfig(this, 'Failures', {
      functionName: guard.functionName,
      qualifier: '$LATEST',
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: 600,
      destinationConfig: { onFailure: { destination: deadLetters.queueArn } },
    });
    this.arn = guard.functionArn;
  }
}
