/** An object below `<model>/uploads/` -> EventBridge -> queue -> intake/start. Nothing else starts a training. */
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { UPLOAD_KEY_PATTERN } from '../../../core/contracts/locations.ts';
import type { Bundles } from '../functions/bundle.ts';
import { contractOf } from '../functions/function-set.ts';
import { extendOffer, type Offer } from '../functions/offer.ts';
import { platformFunction } from '../functions/platform-function.ts';
import { DeliveryRule } from '../messaging/delivery-rule.ts';
import { QueueTrigger, readingOf } from '../messaging/queue-trigger.ts';
import { WorkQueue } from '../messaging/work-queue.ts';

export interface IntakeProps {
  readonly dataBucket: Bucket;
  readonly deadLetters: Queue;
  readonly bundles: Bundles;
  readonly offer: Offer;
}

export class Intake extends Construct {
  constructor(scope: Construct, id: string, { dataBucket, deadLetters, bundles, offer }: IntakeProps) {
    super(scope, id);
    const contract = contractOf('intake-start');
    const { queue } = new WorkQueue(this, 'Start', { consumer: contract, deadLetters });
    const target = platformFunction(this, {
      contract,
      bundles,
      offer: extendOffer(offer, {
        arns: { 'upload-queue': queue.queueArn },
        env: { UPLOAD_QUEUE_URL: queue.queueUrl },
      }),
      triggerStatements: [readingOf(queue)],
    });
    new QueueTrigger(this, 'Trigger', { queue, target, batchSize: 10, concurrency: 5 });
    new DeliveryRule(this, 'Uploads', {
      description: 'Every upload, and nothing else that is written, is a candidate for training',
      eventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: [dataBucket.bucketName] }, object: { key: [{ wildcard: UPLOAD_KEY_PATTERN }] } },
      },
      to: queue,
      deadLetters,
    });
  }
}
