/** The drill queue, from the schedule and from people -> monitoring/drill, which sends itself each next step. */
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Bundles } from '../functions/bundle.ts';
import { contractOf } from '../functions/function-set.ts';
import type { Offer } from '../functions/offer.ts';
import { platformFunction } from '../functions/platform-function.ts';
import { QueueTrigger, readingOf } from '../messaging/queue-trigger.ts';

export interface DrillsProps {
  readonly queue: Queue;
  readonly bundles: Bundles;
  readonly offer: Offer;
}

export class Drills extends Construct {
  constructor(scope: Construct, id: string, { queue, bundles, offer }: DrillsProps) {
    super(scope, id);
    const contract = contractOf('monitoring-drill');
    const target = platformFunction(this, { contract, bundles, offer, triggerStatements: [readingOf(queue)] });
    new QueueTrigger(this, 'Trigger', { queue, target, batchSize: 1, concurrency: 2 });
  }
}
