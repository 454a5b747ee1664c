/**
 * Brings a local cloud to rest before its state is kept: an execution cannot go on after a restart, so those that run
 * are stopped, which the platform records as it would in an account; what that sets off is waited for.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  paginateListExecutions,
  paginateListStateMachines,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, paginateListQueues, SQSClient } from '@aws-sdk/client-sqs';
import { rootAccess } from './personas.ts';

export interface RunningExecution {
  /** Of its state machine. */
  machine: string;
  name: string;
  arn: string;
}

/** All executions that run in the local account. */
export async function runningExecutions(port: number): Promise<RunningExecution[]> {
  const client = new SFNClient(rootAccess(port));
  const found: RunningExecution[] = [];
  for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {})) {
    for (const { stateMachineArn, name: machine = '' } of stateMachines) {
      const running = paginateListExecutions({ client }, { stateMachineArn, statusFilter: 'RUNNING' });
      for await (const { executions = [] } of running)
        found.push(...executions.map(({ name = '', executionArn: arn = '' }) => ({ machine, name, arn })));
    }
  }
  return found;
}

/** Messages wait for their reader this long; what is left then is kept with its queue. */
const PATIENCE_MS = 8_000;
/** Twice in a row, for between two queues a message is in none. */
const LOOKS = 2;

/** @returns what was stopped */
export async function settle(port: number): Promise<RunningExecution[]> {
  const client = new SFNClient(rootAccess(port));
  const stopped = await runningExecutions(port);
  for (const { arn } of stopped) {
    await client.send(
      new StopExecutionCommand({
        executionArn: arn,
        error: 'LocalCloudStopped',
        cause: 'the local cloud was stopped; upload or ask again',
      }),
    );
  }
  const until = performance.now() + PATIENCE_MS;
  for (let quiet = 0; quiet < LOOKS && performance.now() < until; await sleep(200))
    quiet = (await waitingMessages(port)) === 0 ? quiet + 1 : 0;
  return stopped;
}

/** In all queues that something reads: dead letters wait for a person. */
async function waitingMessages(port: number): Promise<number> {
  const client = new SQSClient({ ...rootAccess(port), useQueueUrlAsEndpoint: false });
  let waiting = 0;
  for await (const { QueueUrls = [] } of paginateListQueues({ client }, {})) {
    for (const QueueUrl of QueueUrls) {
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
      );
      // A queue that is somebody's dead-letter queue has no redrive policy of its own.
      if (Attributes['RedrivePolicy'] === undefined) continue;
      waiting +=
        Number(Attributes['ApproximateNumberOfMessages']) + Number(Attributes['ApproximateNumberOfMessagesNotVisible']);
    }
  }
  return waiting;
}
