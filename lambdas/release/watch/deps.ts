import { awsAlarms } from '../../../lib/adapters/aws/alarms.ts';
import { cloudWatchClient, dynamoDbClient } from '../../../lib/adapters/aws/clients.ts';
import { awsMetrics } from '../../../lib/adapters/aws/metrics.ts';
import { awsRegistry } from '../../../lib/adapters/aws/registry.ts';
import { systemClock } from '../../../lib/adapters/aws/system.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { releaseWatch } from '../../../lib/core/contracts/functions/release-watch.ts';
import type { WatchReleasePorts } from '../../../lib/core/usecases/watch-release.ts';

export function dependencies(environment: NodeJS.ProcessEnv): WatchReleasePorts {
  const env = parseEnvironment(releaseWatch, environment);
  return {
    registry: awsRegistry({
      client: dynamoDbClient(),
      registryTable: env.REGISTRY_TABLE,
      eventsTable: env.EVENTS_TABLE,
    }),
    alarms: awsAlarms({ client: cloudWatchClient() }),
    metrics: awsMetrics({ client: cloudWatchClient() }),
    clock: systemClock,
  };
}
