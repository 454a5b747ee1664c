/** Once a day and live stage: a message from the schedule -> queue -> the look at its performance. */
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Bundles } from '../functions/bundle.ts';
import { contractOf } from '../functions/function-set.ts';
import { extendOffer, type Offer } from '../functions/offer.ts';
import { platformFunction } from '../functions/platform-function.ts';
import { QueueTrigger, readingOf } from '../messaging/queue-trigger.ts';
import { WorkQueue } from '../messaging/work-queue.ts';

export interface PerformanceMonitorProps {
  readonly deadLetters: Queue;
  readonly bundles: Bundles;
  readonly offer: Offer;
}

export class PerformanceMonitor extends Construct {
  readonly #queue: Queue;

  constructor(scope: Construct, id: string, { deadLetters, bundles, offer }: PerformanceMonitorProps) {
    super(scope, id);
    const contract = contractOf('monitoring-performance');
    this.#queue = new WorkQueue(this, 'Days', { consumer: contract, deadLetters }).queue;
    const target = platformFunction(this, {
      contract,
      bundles,
      offer,
      triggerStatements: [readingOf(this.#queue)],
    });
    // A day is one message and up to ten minutes of work.
    new QueueTrigger(this, 'Trigger', { queue: this.#queue, target, batchSize: 1, concurrency: 2 });
  }

  /** The offer with the queue in it, for who asks for a look. */
  offerTo(offer: Offer): Offer {
    return extendOffer(offer, {
      arns: { 'performance-queue': this.#queue.queueArn },
      env: { PERFORMANCE_QUEUE_URL: this.#queue.queueUrl },
    });
  }
}
