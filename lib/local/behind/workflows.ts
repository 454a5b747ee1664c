/** Whether the state machines of an endpoint reach our SageMaker server. Found out by running one. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { rootAccess } from '../personas.ts';
import { LOCAL_ACCOUNT } from '../settings.ts';

const DEFINITION = JSON.stringify({
  QueryLanguage: 'JSONata',
  StartAt: 'Ask',
  States: {
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:sagemaker:listModels',
      Arguments: {},
      TimeoutSeconds: 20,
      End: true,
    },
  },
});
const PATIENCE_MS = 25_000;

/** A name is enough where IAM is not enforced; where it is, the fault says so. */
const roleArn = `arn:aws:iam::${LOCAL_ACCOUNT}:role/sluice-asks-sagemaker`;

/** @returns undefined when they do; else what came instead */
export async function workflowFault(port: number): Promise<string | undefined> {
  const client = new SFNClient(rootAccess(port));
  const name = `sluice-asks-sagemaker-${Date.now()}`;
  let machine: string | undefined;
  try {
    const { stateMachineArn } = await client.send(
      new CreateStateMachineCommand({ name, definition: DEFINITION, roleArn }),
    );
    machine = stateMachineArn;
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, input: '{}' }));
    for (const until = performance.now() + PATIENCE_MS; performance.now() < until; await sleep(100)) {
      const { status, error, cause } = await client.send(new DescribeExecutionCommand({ executionArn }));
      if (status === 'SUCCEEDED') return undefined;
      if (status !== 'RUNNING') return [error, cause].filter(Boolean).join(': ') || String(status);
    }
    return 'the execution did not end';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    if (machine) await client.send(new DeleteStateMachineCommand({ stateMachineArn: machine }));
  }
}
