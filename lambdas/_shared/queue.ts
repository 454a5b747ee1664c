/** A function behind an SQS queue: each message is handled alone, and only those that failed come back. */
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type * as z from 'zod';
import { failureLog } from './failure-log.ts';
import { errorFields, log } from './log.ts';

export interface Delivery {
  messageId: string;
  /** 1 for the first delivery. */
  attempt: number;
}

const delivery = (record: SQSRecord): Delivery => ({
  messageId: record.messageId,
  attempt: Number(record.attributes.ApproximateReceiveCount),
});

/**
 * Messages of a batch are handled one after the other. One that throws, or that the schema refuses, is reported as
 * failed: SQS delivers it again and at last moves it to the dead-letter queue, where its alarm names it.
 *
 * @example export const handler = queueHandler(ObjectCreated, (event) => startTraining(dependencies(), event.detail));
 */
export function queueHandler<S extends z.ZodType>(
  schema: S,
  fn: (message: z.output<S>, delivery: Delivery) => Promise<void>,
) {
  const handle = async (record: SQSRecord): Promise<boolean> => {
    try {
      await fn(schema.parse(JSON.parse(record.body)), delivery(record));
      return true;
    } catch (error) {
      log('error', 'a message failed', { ...delivery(record), queue: record.eventSourceARN, ...errorFields(error) });
      return false;
    }
  };
  return middy<SQSEvent, SQSBatchResponse>()
    .use(failureLog())
    .handler(async (event: SQSEvent) => {
      const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
      for (const record of event.Records) {
        if (!(await handle(record))) batchItemFailures.push({ itemIdentifier: record.messageId });
      }
      return { batchItemFailures };
    });
}
