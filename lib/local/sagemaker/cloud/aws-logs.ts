import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  ResourceAlreadyExistsException,
} from '@aws-sdk/client-cloudwatch-logs';
import { asPortError, translated } from './aws-errors.ts';
import type { RoleSession } from './ports.ts';

export function createLogWriter(client: CloudWatchLogsClient): Pick<RoleSession, 'createLogStream' | 'putLogEvents'> {
  return {
    async createLogStream(group, stream) {
      await unlessThere(client.send(new CreateLogGroupCommand({ logGroupName: group })));
      await unlessThere(client.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: stream })));
    },
    async putLogEvents(group, stream, events) {
      await translated(
        client.send(
          new PutLogEventsCommand({
            logGroupName: group,
            logStreamName: stream,
            logEvents: events.map((one) => ({ ...one })),
          }),
        ),
      );
    },
  };
}

async function unlessThere(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof ResourceAlreadyExistsException)) throw asPortError(error);
  }
}
