import { dynamoDbClient, statesClient, topicClient } from '../../../lib/adapters/aws/clients.ts';
import { awsExecutions } from '../../../lib/adapters/aws/executions.ts';
import { awsPublisher } from '../../../lib/adapters/aws/publisher.ts';
import { awsRegistry } from '../../../lib/adapters/aws/registry.ts';
import { systemBackoff, systemClock, systemIds } from '../../../lib/adapters/aws/system.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { intakeStart } from '../../../lib/core/contracts/functions/intake-start.ts';
import { Policy } from '../../../lib/core/contracts/policy.ts';
import type { StartTrainingPorts } from '../../../lib/core/usecases/start-training.ts';

export function dependencies(environment: NodeJS.ProcessEnv): StartTrainingPorts {
  const env = parseEnvironment(intakeStart, environment);
  return {
    registry: awsRegistry({
      client: dynamoDbClient(),
      registryTable: env.REGISTRY_TABLE,
      eventsTable: env.EVENTS_TABLE,
    }),
    clock: systemClock,
    backoff: systemBackoff,
    ids: systemIds,
    executions: awsExecutions({ client: statesClient() }),
    publisher: awsPublisher({ client: topicClient(), topic: env.NOTIFICATIONS_TOPIC }),
    policy: Policy.parse(JSON.parse(env.POLICY)),
    origin: { platform: env.PLATFORM, account: env.ACCOUNT, region: env.REGION },
    stateMachine: env.TRAINING_STATE_MACHINE,
  };
}
