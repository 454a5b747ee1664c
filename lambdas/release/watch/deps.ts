import { awsAlarms } from '../../../lib/adapters/aws/alarms.ts';
import { cloudWatchClient } from '../../../lib/adapters/aws/clients.ts';
import { awsMetrics } from '../../../lib/adapters/aws/metrics.ts';
import { systemClock } from '../../../lib/adapters/aws/system.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { releaseWatch } from '../../../lib/core/contracts/functions/release-watch.ts';
import type { WatchReleasePorts } from '../../../lib/core/usecases/release/watch-release.ts';
import { registryOf } from '../../_shared/registry.ts';

export function dependencies(environment: NodeJS.ProcessEnv): WatchReleasePorts {
  const env = parseEnvironment(releaseWatch, environment);
  return {
    registry: registryOf(env),
    alarms: awsAlarms({ client: cloudWatchClient() }),
    metrics: awsMetrics({ client: cloudWatchClient() }),
    clock: systemClock,
  };
}
