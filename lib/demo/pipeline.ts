/** Watches a training execution: the names of its states as they are entered. */
import { GetExecutionHistoryCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { Access } from '../adapters/aws/access.ts';

export interface PipelineWatch {
  /** Calls `onState` for each state entered since the last look. */
  look(): Promise<void>;
}

/** @param execution name of the execution */
export function watchPipeline(
  access: Access,
  stateMachine: string,
  execution: string,
  onState: (name: string) => void,
): PipelineWatch {
  const client = new SFNClient(access);
  const executionArn = `${stateMachine.replace(':stateMachine:', ':execution:')}:${execution}`;
  let seen = 0;
  return {
    look: async () => {
      const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
      for (const event of events.slice(seen)) {
        const name = event.stateEnteredEventDetails?.name;
        if (name && (event.type === 'TaskStateEntered' || event.type === 'MapStateEntered')) onState(name);
      }
      seen = events.length;
    },
  };
}
