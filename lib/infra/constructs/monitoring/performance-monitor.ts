/**
 * Once a day and live stage: a message from the schedule -> queue -> the look at its performance. By the same queue, for one
 * that is polled costs money when idle: an object below `<model>/labels/` -> EventBridge -> it is taken in.
 */
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { LABELS_KEY_PATTERN } from '../../../core/contracts/locations.ts';
import type { Bundles } from '../functions/bundle.ts';
import { contractOf } from '../functions/function-set.ts';
import { extendOffer, type Offer } from '../functions/offer.ts';
import { platformFunction } from '../functions/platform-function.ts';
import { DeliveryRule } from '../messaging/delivery-rule.ts';
import { QueueTrigger, readingOf } from '../messaging/queue-trigger.ts';
import { WorkQueue } from '../messaging/work-queue.ts';

export interface PerformanceMonitorProps {
  readonly dataBucket: Bucket;
  readonly deadLetters: Queue;
  readonly bundles: Bundles;
  readonly offer: Offer;
}

export class PerformanceMonitor extends Construct {
  readonly #queue: Queue;

  constructor(scope: Construct, id: string, { dataBucket, deadLetters, bundles, offer }: PerformanceMonitorProps) {
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
    new DeliveryRule(this, 'Labels', {
      description: 'Files of labels that somebody put into the data bucket',
      eventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: [dataBucket.bucketName] }, object: { key: [{ wildcard: LABELS_KEY_PATTERN }] } },
      },
      to: this.#queue,
      deadLetters,
    });
  }

  /** The offer with the queue in it, for who asks for a look. */
  offerTo(offer: Offer): Offer {
    return extendOffer(offer, {
      arns: { 'performance-queue': this.#queue.queueArn },
      env: { PERFORMANCE_QUEUE_URL: this.#queue.queueUrl },
    });
  }
}
