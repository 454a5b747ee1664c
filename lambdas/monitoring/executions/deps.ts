import { awsAlarms } from '../../../lib/adapters/aws/alarms.ts';
import {
  cloudWatchClient,
  eventBridgeClient,
  sageMakerClient,
  statesClient,
  topicClient,
} from '../../../lib/adapters/aws/clients.ts';
import { awsEndpoints } from '../../../lib/adapters/aws/endpoints.ts';
import { awsEventBus } from '../../../lib/adapters/aws/event-bus.ts';
import { awsExecutions } from '../../../lib/adapters/aws/executions.ts';
import { awsMetrics } from '../../../lib/adapters/aws/metrics.ts';
import { awsPublisher } from '../../../lib/adapters/aws/publisher.ts';
import { systemBackoff, systemClock } from '../../../lib/adapters/aws/system.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { monitoringExecutions } from '../../../lib/core/contracts/functions/monitoring-executions.ts';
import type { RecordExecutionEndPorts } from '../../../lib/core/usecases/runs/record-execution-end.ts';
import { policyOf } from '../../_shared/policy.ts';
import { registryOf } from '../../_shared/registry.ts';

export function dependencies(environment: NodeJS.ProcessEnv): RecordExecutionEndPorts {
  const env = parseEnvironment(monitoringExecutions, environment);
  return {
    registry: registryOf(env),
    clock: systemClock,
    backoff: systemBackoff,
    executions: awsExecutions({ client: statesClient() }),
    endpoints: awsEndpoints({ client: sageMakerClient() }),
    alarms: awsAlarms({ client: cloudWatchClient() }),
    metrics: awsMetrics({ client: cloudWatchClient() }),
    bus: awsEventBus({ client: eventBridgeClient() }),
    publisher: awsPublisher({ client: topicClient(), topic: env.NOTIFICATIONS_TOPIC }),
    policy: policyOf(env),
    platform: env.PLATFORM,
    origin: { platform: env.PLATFORM, account: env.ACCOUNT, region: env.REGION },
    stateMachines: { training: env.TRAINING_STATE_MACHINE, release: env.RELEASE_STATE_MACHINE },
  };
}
