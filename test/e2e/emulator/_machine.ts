/** Runs JSONata state machines on the emulator. */
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { type Emulator, eventually } from './_start.ts';

let machines = 0;

/** Create a machine of these states; gives its ARN. */
export async function machine(emulator: Emulator, roleArn: string, states: Record<string, object>): Promise<string> {
  const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states });
  machines += 1;
  const answer = await new SFNClient(emulator.config()).send(
    new CreateStateMachineCommand({ name: `machine-${machines}`, definition, roleArn }),
  );
  return answer.stateMachineArn ?? '';
}

/** Start an execution; gives its ARN. */
export async function start(emulator: Emulator, stateMachineArn: string, input: unknown = {}): Promise<string> {
  const answer = await new SFNClient(emulator.config()).send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  return answer.executionArn ?? '';
}

/** Wait for the end of an execution. */
export async function ended(emulator: Emulator, executionArn: string): Promise<DescribeExecutionOutput> {
  const client = new SFNClient(emulator.config());
  return eventually('the end of the execution', async () => {
    const answer = await client.send(new DescribeExecutionCommand({ executionArn }));
    return answer.status === 'RUNNING' ? undefined : answer;
  });
}

/** Run these states once, and give status, output and error. */
export async function run(emulator: Emulator, roleArn: string, states: Record<string, object>, input: unknown = {}) {
  const execution = await ended(emulator, await start(emulator, await machine(emulator, roleArn, states), input));
  const output: unknown = execution.output === undefined ? undefined : JSON.parse(execution.output);
  return { status: execution.status, output, error: execution.error, cause: execution.cause };
}

/** A single task as a machine. */
export function task(resource: string, args: unknown, more: object = {}): Record<string, object> {
  return { Only: { Type: 'Task', Resource: resource, Arguments: args, TimeoutSeconds: 30, End: true, ...more } };
}
