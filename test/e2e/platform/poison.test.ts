/** Messages that nobody can work on: given up, named and told of, while the others go on. */
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { expect, it, onTestFinished } from 'vitest';
import { openInbox } from '../../../lib/demo/inbox.ts';
import { houses, housesCsv, housesManifest } from './_houses.ts';
import { applyYaml, modelName, session, uploadCsv } from './_journey.ts';

/** Failed messages come back after a second, and not after six times the function's longest run. */
async function hurry(sqs: SQSClient, QueueUrl: string): Promise<void> {
  const { Attributes: before } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['VisibilityTimeout'] }),
  );
  const set = (Attributes: Record<string, string> | undefined) =>
    sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  await set({ VisibilityTimeout: '1' });
  onTestFinished(async () => void (await set(before)));
}

it('ends in the dead-letter queue whatever queue it was on, its alarm says so, and the others go on', async () => {
  const open = await session();
  const inbox = await openInbox(open.admin, open.outputs['notifications-topic']);
  const sqs = new SQSClient({ ...open.admin, useQueueUrlAsEndpoint: false });
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: open.platform }));
  const queues = QueueUrls.filter((url) => /start|intake|drift/i.test(url));
  expect(queues).toHaveLength(2);
  const mark = modelName('poison');
  const poison = queues.flatMap((queue) =>
    [`not json ${mark}`, `{"detail":"${mark}"}`, `[] ${mark}`].map((body) => ({ queue, body })),
  );
  for (const queue of queues) await hurry(sqs, queue);
  for (const { queue, body } of poison) await sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: body }));

  // An upload behind them is not held up.
  const model = modelName('behind');
  await applyYaml(open, housesManifest(model));
  expect((await uploadCsv(open, model, housesCsv(houses(200, 1)))).run?.state).toBe('registered');

  const mail = await inbox.waitFor('dead letters', ({ subject }) => subject.includes(`${open.platform}-dead-letters`));
  expect(mail.subject).toMatch(/ALARM/);
  const given: string[] = [];
  const receive = async (): Promise<string[]> => {
    const QueueUrl = open.outputs['dead-letter-queue'];
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    for (const { Body = '', ReceiptHandle } of Messages.filter(({ Body }) => Body?.includes(mark))) {
      given.push(Body);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    return given.toSorted();
  };
  await expect.poll(receive, { timeout: 60_000, interval: 500 }).toEqual(poison.map(({ body }) => body).toSorted());
});
