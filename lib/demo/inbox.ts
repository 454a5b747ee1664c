/** The on-call person: a queue subscribed to the platform's topic. */

import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { Access } from '../adapters/aws/access.ts';
import { DemoFailure } from './expect.ts';

const Envelope = z.object({ Subject: z.string(), Message: z.string() });
export interface Mail {
  subject: string;
  body: string;
}

export interface Inbox {
  /** Waits for a message; those that came before count too. @throws DemoFailure with what came instead */
  waitFor(what: string, matches: (mail: Mail) => boolean, timeoutSeconds?: number): Promise<Mail>;
  all(): readonly Mail[];
}

export async function openInbox(access: Access, topic: string): Promise<Inbox> {
  const queues = new SQSClient({ ...access, useQueueUrlAsEndpoint: false });
  // Its own queue: two readers of one would take each other's messages away.
  const QueueName = `on-call-${crypto.randomUUID()}`;
  const { QueueUrl = '' } = await queues.send(new CreateQueueCommand({ QueueName }));
  const { Attributes } = await queues.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const arn = Attributes?.['QueueArn'] ?? '';
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: arn,
        Condition: { ArnEquals: { 'aws:SourceArn': topic } },
      },
    ],
  };
  await queues.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: JSON.stringify(policy) } }));
  await new SNSClient(access).send(new SubscribeCommand({ TopicArn: topic, Protocol: 'sqs', Endpoint: arn }));

  const mails: Mail[] = [];
  const receive = async (): Promise<void> => {
    const { Messages = [] } = await queues.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    for (const { Body = '', ReceiptHandle } of Messages) {
      const { Subject, Message } = Envelope.parse(JSON.parse(Body));
      mails.push({ subject: Subject, body: Message });
      await queues.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  };
  return {
    all: () => mails,
    waitFor: async (what, matches, timeoutSeconds = 60) => {
      const until = Date.now() + timeoutSeconds * 1000;
      for (;;) {
        const found = mails.find(matches);
        if (found) return found;
        if (Date.now() > until)
          throw new DemoFailure(
            `no message: ${what}\n  expected: within ${timeoutSeconds} s\n  seen:     ${mails.map((mail) => mail.subject).join('; ') || 'none'}`,
          );
        await receive();
      }
    },
  };
}
