/** SQS, one way. */
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Queue } from '../../core/ports/services.ts';

export const awsQueue = ({ client, url }: { client: SQSClient; url: string }): Queue => ({
  send: async (message, { delaySeconds } = {}) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: JSON.stringify(message),
        ...(delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds }),
      }),
    );
  },
});
