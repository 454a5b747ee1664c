/** Incidents and notices -> queue -> monitoring/notify -> topic: one message a happening. */
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { EVENT_SOURCE, INCIDENT_EVENT } from '../../../core/contracts/incidents.ts';
import type { Bundles } from '../functions/bundle.ts';
import { contractOf } from '../functions/function-set.ts';
import type { Offer } from '../functions/offer.ts';
import { platformFunction } from '../functions/platform-function.ts';
import { DeliveryRule } from '../messaging/delivery-rule.ts';
import { QueueTrigger, readingOf } from '../messaging/queue-trigger.ts';
import { WorkQueue } from '../messaging/work-queue.ts';

export interface NotifierProps {
  readonly platform: string;
  readonly deadLetters: Queue;
  readonly bundles: Bundles;
  readonly offer: Offer;
}

export class Notifier extends Construct {
  constructor(scope: Construct, id: string, { platform, deadLetters, bundles, offer }: NotifierProps) {
    super(scope, id);
    const contract = contractOf('monitoring-notify');
    const { queue } = new WorkQueue(this, 'Notices', { consumer: contract, deadLetters });
    const target = platformFunction(this, { contract, bundles, offer, triggerStatements: [readingOf(queue)] });
    new QueueTrigger(this, 'Trigger', { queue, target, batchSize: 10, concurrency: 2 });
    new DeliveryRule(this, 'Incidents', {
      description: 'Incidents of live stages',
      eventPattern: {
        source: [EVENT_SOURCE],
        'detail-type': [INCIDENT_EVENT],
        detail: { platform: [platform] },
      },
      to: queue,
      deadLetters,
    });
    new DeliveryRule(this, 'Notice', {
      description: 'What workflows have to tell',
      eventPattern: {
        source: [EVENT_SOURCE],
        'detail-type': ['Notice'],
        // The bus is the account's: other platforms speak on it too.
        detail: { platform: [platform] },
      },
      to: queue,
      deadLetters,
    });
  }
}
