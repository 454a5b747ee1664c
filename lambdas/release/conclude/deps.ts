import { cloudWatchClient, eventBridgeClient } from '../../../lib/adapters/aws/clients.ts';
import { awsEventBus } from '../../../lib/adapters/aws/event-bus.ts';
import { awsMetrics } from '../../../lib/adapters/aws/metrics.ts';
import { systemBackoff, systemClock } from '../../../lib/adapters/aws/system.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { releaseConclude } from '../../../lib/core/contracts/functions/release-conclude.ts';
import type { ConcludeReleasePorts } from '../../../lib/core/usecases/release/conclude-release.ts';
import { registryOf } from '../../_shared/registry.ts';

export function dependencies(environment: NodeJS.ProcessEnv): ConcludeReleasePorts {
  const env = parseEnvironment(releaseConclude, environment);
  return {
    registry: registryOf(env),
    clock: systemClock,
    backoff: systemBackoff,
    metrics: awsMetrics({ client: cloudWatchClient() }),
    bus: awsEventBus({ client: eventBridgeClient() }),
    platform: env.PLATFORM,
    origin: { platform: env.PLATFORM, account: env.ACCOUNT, region: env.REGION },
  };
}
