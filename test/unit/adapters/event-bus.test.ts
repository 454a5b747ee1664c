import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { expect, test } from 'vitest';
import { awsEventBus } from '../../../lib/adapters/aws/event-bus.ts';

/** PutEvents answers 200 whatever became of its entries. */
const answering = (entry: object): EventBridgeClient => {
  const client = new EventBridgeClient({ region: 'us-east-1' });
  client.middlewareStack.add(
    () => async () => ({ response: {}, output: { FailedEntryCount: 1, Entries: [entry], $metadata: {} } }) as never,
    { step: 'initialize' },
  );
  return client;
};

test('an entry that the bus refuses is an error with its reason', async () => {
  const client = answering({ ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' });
  await expect(awsEventBus({ client }).put('Sluice Incident', {})).rejects.toThrow(
    'the event bus refused Sluice Incident: ThrottlingException: Rate exceeded',
  );
  await expect(
    awsEventBus({ client: answering({ EventId: 'e' }) }).put('Sluice Incident', {}),
  ).resolves.toBeUndefined();
});
