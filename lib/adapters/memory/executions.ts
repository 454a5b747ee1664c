/** Step Functions in memory: executions start, and end when the test says so. */
import { canonicalJson } from '../../core/contracts/digest.ts';
import { ExecutionRefused, type Executions } from '../../core/ports/services.ts';

type Status = NonNullable<Awaited<ReturnType<Executions['status']>>>;

export interface MemoryExecutions extends Executions {
  started: { stateMachine: string; name: string; input: unknown }[];
  finish(name: string, status: Exclude<Status, 'RUNNING'>): void;
  /** As after 90 days, or after a start that never happened. */
  forget(name: string): void;
}

export function memoryExecutions(): MemoryExecutions {
  const running = new Map<string, { status: Status; input: string }>();
  const started: MemoryExecutions['started'] = [];
  return {
    started,
    async start(stateMachine, name, input) {
      const present = running.get(name);
      const text = canonicalJson(input);
      if (present && present.input !== text)
        throw new ExecutionRefused(`an execution named ${name} exists with another input`);
      if (!present) {
        running.set(name, { status: 'RUNNING', input: text });
        started.push({ stateMachine, name, input: structuredClone(input) });
      }
      return { arn: `${stateMachine.replace(':stateMachine:', ':execution:')}:${name}` };
    },
    status: async (_stateMachine, name) => running.get(name)?.status,
    finish: (name, status) => {
      const present = running.get(name);
      if (!present) throw new Error(`no execution is named ${name}`);
      present.status = status;
    },
    forget: (name) => {
      running.delete(name);
    },
  };
}
