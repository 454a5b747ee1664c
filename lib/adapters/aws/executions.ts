/** Step Functions. An execution is known by its name, so that starting it twice is starting it once. */
import { DescribeExecutionCommand, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { canonicalJson } from '../../core/contracts/digest.ts';
import { ExecutionRefused, type Executions } from '../../core/ports/services.ts';

const executionArn = (stateMachine: string, name: string): string =>
  `${stateMachine.replace(':stateMachine:', ':execution:')}:${name}`;

const named = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

export function awsExecutions({ client }: { client: SFNClient }): Executions {
  const describe = (stateMachine: string, name: string) =>
    client.send(new DescribeExecutionCommand({ executionArn: executionArn(stateMachine, name) }));

  return {
    async start(stateMachine, name, input) {
      const arn = executionArn(stateMachine, name);
      try {
        await client.send(
          new StartExecutionCommand({ stateMachineArn: stateMachine, name, input: canonicalJson(input) }),
        );
        return { arn };
      } catch (error) {
        if (!named(error, 'ExecutionAlreadyExists')) throw error;
        // AWS says so of an ended execution even when the input is equal; that one is ours all the same.
        const present = await describe(stateMachine, name);
        if (canonicalJson(JSON.parse(present.input ?? 'null')) === canonicalJson(input)) return { arn };
        throw new ExecutionRefused(`an execution named ${name} exists with another input`, { cause: error });
      }
    },

    async status(stateMachine, name) {
      try {
        const { status } = await describe(stateMachine, name);
        return status === 'PENDING_REDRIVE' ? 'RUNNING' : status;
      } catch (error) {
        if (named(error, 'ExecutionDoesNotExist')) return undefined;
        throw error;
      }
    },
  };
}
