import { dynamoDbClient } from '../../../lib/adapters/aws/clients.ts';
import { awsRegistry } from '../../../lib/adapters/aws/registry.ts';
import { systemBackoff, systemClock } from '../../../lib/adapters/aws/system.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { releasePlan } from '../../../lib/core/contracts/functions/release-plan.ts';
import type { PlanReleasePorts } from '../../../lib/core/usecases/plan-release.ts';

export function dependencies(environment: NodeJS.ProcessEnv): PlanReleasePorts {
  const env = parseEnvironment(releasePlan, environment);
  return {
    registry: awsRegistry({
      client: dynamoDbClient(),
      registryTable: env.REGISTRY_TABLE,
      eventsTable: env.EVENTS_TABLE,
    }),
    clock: systemClock,
    backoff: systemBackoff,
    platform: env.PLATFORM,
    captureBucket: env.CAPTURE_BUCKET,
  };
}
