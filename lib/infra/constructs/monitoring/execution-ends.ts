/**
 * Executions that failed, timed out or were stopped -> queue -> monitoring/executions: what they did not record themselves
 * is recorded, so that no run stays running and no stage stays locked.
 */
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { releaseMachine, SETTLING_SECONDS, trainingMachine } from '../../../core/contracts/state-machines.ts';
import { executionsOf } from '../../config/arns.ts';
import type { Bundles } from '../functions/bundle.ts';
import { contractOf } from '../functions/function-set.ts';
import { extendOffer, type Offer } from '../functions/offer.ts';
import { platformFunction } from '../functions/platform-function.ts';
import { DeliveryRule } from '../messaging/delivery-rule.ts';
import { QueueTrigger, readingOf } from '../messaging/queue-trigger.ts';
import { WorkQueue } from '../messaging/work-queue.ts';
import { machineArn, machineName } from '../workflows/machine-arns.ts';

export interface ExecutionEndsProps {
  readonly platform: string;
  readonly deadLetters: Queue;
  readonly bundles: Bundles;
  readonly offer: Offer;
}

export class ExecutionEnds extends Construct {
  constructor(scope: Construct, id: string, { platform, deadLetters, bundles, offer }: ExecutionEndsProps) {
    super(scope, id);
    const contract = contractOf('monitoring-executions');
    // By their names: stacks take values from storage only.
    const training = machineArn(this, platform, trainingMachine.id);
    const release = machineArn(this, platform, releaseMachine.id);
    // An endpoint that moves without its release is looked at again until it rests.
    const { queue } = new WorkQueue(this, 'Ended', {
      consumer: contract,
      deadLetters,
      patienceSeconds: SETTLING_SECONDS,
    });
    const target = platformFunction(this, {
      contract,
      bundles,
      offer: extendOffer(offer, {
        arns: {
          'training-executions': executionsOf(this, machineName(platform, trainingMachine.id)),
          'release-executions': executionsOf(this, machineName(platform, releaseMachine.id)),
        },
        env: { TRAINING_STATE_MACHINE: training, RELEASE_STATE_MACHINE: release },
      }),
      triggerStatements: [readingOf(queue)],
    });
    // One at a time: the function has ten seconds.
    new QueueTrigger(this, 'Trigger', { queue, target, batchSize: 1, concurrency: 2 });
    new DeliveryRule(this, 'Executions', {
      description: 'Runs and releases whose execution did not end well',
      eventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: [training, release] },
      },
      to: queue,
      deadLetters,
    });
  }
}
