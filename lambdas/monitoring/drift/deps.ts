import { cloudWatchClient, eventBridgeClient, queueClient, s3Client } from '../../../lib/adapters/aws/clients.ts';
import { awsEventBus } from '../../../lib/adapters/aws/event-bus.ts';
import { awsMetrics } from '../../../lib/adapters/aws/metrics.ts';
import { awsObjects } from '../../../lib/adapters/aws/objects.ts';
import { awsQueue } from '../../../lib/adapters/aws/queue.ts';
import { systemBackoff, systemClock } from '../../../lib/adapters/aws/system.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { monitoringDrift } from '../../../lib/core/contracts/functions/monitoring-drift.ts';
import type { WatchDriftPorts } from '../../../lib/core/usecases/drift/watch-drift.ts';
import { registryOf } from '../../_shared/registry.ts';

export function dependencies(environment: NodeJS.ProcessEnv): WatchDriftPorts {
  const env = parseEnvironment(monitoringDrift, environment);
  return {
    registry: registryOf(env),
    clock: systemClock,
    backoff: systemBackoff,
    objects: awsObjects({ client: s3Client() }),
    metrics: awsMetrics({ client: cloudWatchClient() }),
    bus: awsEventBus({ client: eventBridgeClient() }),
    driftQueue: awsQueue({ client: queueClient(), url: env.DRIFT_QUEUE_URL }),
    platform: env.PLATFORM,
    artifactBucket: env.ARTIFACT_BUCKET,
    captureBucket: env.CAPTURE_BUCKET,
  };
}
