import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateStateMachineCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { beforeEach, expect, test } from 'vitest';
import { statesClient } from '../../lib/adapters/aws/clients.ts';
import { awsExecutions } from '../../lib/adapters/aws/executions.ts';
import { memoryExecutions } from '../../lib/adapters/memory/executions.ts';
import { ExecutionRefused, type Executions } from '../../lib/core/ports/services.ts';
import { onEachAdapter, unique } from './_emulator.ts';

interface Fixture {
  executions: Executions;
  stateMachine: string;
  stop(arn: string, name: string): Promise<void>;
}

/** A machine that waits until it is stopped. */
async function waitingMachine(): Promise<string> {
  const { Role } = await new IAMClient({}).send(
    new CreateRoleCommand({
      RoleName: `contract-${unique()}`,
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      }),
    }),
  );
  const { stateMachineArn = '' } = await statesClient().send(
    new CreateStateMachineCommand({
      name: `contract-${unique()}`,
      roleArn: Role?.Arn,
      definition: JSON.stringify({ StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 600, End: true } } }),
    }),
  );
  return stateMachineArn;
}

onEachAdapter<Fixture>(
  'executions',
  {
    memory: () => {
      const executions = memoryExecutions();
      const stateMachine = 'arn:aws:states:us-east-1:000000000000:stateMachine:contract';
      return { executions, stateMachine, stop: async (_arn, name) => executions.finish(name, 'ABORTED') };
    },
    aws: async () => ({
      executions: awsExecutions({ client: statesClient() }),
      stateMachine: await waitingMachine(),
      stop: async (executionArn) => {
        await statesClient().send(new StopExecutionCommand({ executionArn }));
      },
    }),
  },
  (make) => {
    let fixture: Fixture;
    beforeEach(async () => {
      fixture = await make();
    });

    test('starting again with equal input is one execution, also after its end', async () => {
      const { executions, stateMachine, stop } = fixture;
      const first = await executions.start(stateMachine, 'one', { a: 1, b: 2 });
      expect(await executions.start(stateMachine, 'one', { b: 2, a: 1 })).toEqual(first);
      expect(await executions.status(stateMachine, 'one')).toBe('RUNNING');
      await stop(first.arn, 'one');
      expect(await executions.start(stateMachine, 'one', { a: 1, b: 2 })).toEqual(first);
      expect(await executions.status(stateMachine, 'one')).toBe('ABORTED');
    });

    test('another input under the name is refused', async () => {
      const { executions, stateMachine, stop } = fixture;
      const { arn } = await executions.start(stateMachine, 'one', { a: 1 });
      await expect(executions.start(stateMachine, 'one', { a: 2 })).rejects.toBeInstanceOf(ExecutionRefused);
      await stop(arn, 'one');
    });

    test('a name nobody started has no status', async () => {
      expect(await fixture.executions.status(fixture.stateMachine, 'nobody')).toBeUndefined();
    });
  },
);
