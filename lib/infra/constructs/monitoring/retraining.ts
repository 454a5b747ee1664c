/** Incidents of drift -> queue -> monitoring/retrain: a run on the newest accepted data, where the manifest asks for it. */
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { EVENT_SOURCE, INCIDENT_EVENT } from '../../../core/contracts/incidents.ts';
import { trainingMachine } from '../../../core/contracts/state-machines.ts';
import { executionsOf } from '../../config/arns.ts';
import type { Bundles } from '../functions/bundle.ts';
import { contractOf } from '../functions/function-set.ts';
import { extendOffer, type Offer } from '../functions/offer.ts';
import { platformFunction } from '../functions/platform-function.ts';
import { DeliveryRule } from '../messaging/delivery-rule.ts';
import { QueueTrigger, readingOf } from '../messaging/queue-trigger.ts';
import { WorkQueue } from '../messaging/work-queue.ts';
import { machineArn, machineName } from '../workflows/machine-arns.ts';

export interface RetrainingProps {
  readonly platform: string;
  readonly deadLetters: Queue;
  readonly bundles: Bundles;
  readonly offer: Offer;
}

export class Retraining extends Construct {
  constructor(scope: Construct, id: string, { platform, deadLetters, bundles, offer }: RetrainingProps) {
    super(scope, id);
    const contract = contractOf('monitoring-retrain');
    // By its name: stacks take values from storage only.
    const training = machineArn(this, platform, trainingMachine.id);
    const { queue } = new WorkQueue(this, 'Incidents', { consumer: contract, deadLetters });
    const target = platformFunction(this, {
      contract,
      bundles,
      offer: extendOffer(offer, {
        arns: {
          'training-state-machine': training,
          'training-executions': executionsOf(this, machineName(platform, trainingMachine.id)),
        },
        env: { TRAINING_STATE_MACHINE: training },
      }),
      triggerStatements: [readingOf(queue)],
    });
    new QueueTrigger(this, 'Trigger', { queue, target, batchSize: 10, concurrency: 2 });
    new DeliveryRule(this, 'Opened', {
      description: 'Incidents of drift that have just opened',
      eventPattern: {
        source: [EVENT_SOURCE],
        'detail-type': [INCIDENT_EVENT],
        // Drills and other kinds of incident train nothing.
        detail: { platform: [platform], kind: ['drift'], change: ['opened'] },
      },
      to: queue,
      deadLetters,
    });
  }
}
