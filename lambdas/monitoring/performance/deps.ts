import { cloudWatchClient, eventBridgeClient, s3Client, topicClient } from '../../../lib/adapters/aws/clients.ts';
import { awsEventBus } from '../../../lib/adapters/aws/event-bus.ts';
import { awsMetrics } from '../../../lib/adapters/aws/metrics.ts';
import { awsObjects } from '../../../lib/adapters/aws/objects.ts';
import { awsPublisher } from '../../../lib/adapters/aws/publisher.ts';
import { systemBackoff, systemClock } from '../../../lib/adapters/aws/system.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { monitoringPerformance } from '../../../lib/core/contracts/functions/monitoring-performance.ts';
import type { TakeInLabelsPorts } from '../../../lib/core/usecases/labels/take-in-labels.ts';
import type { WatchPerformancePorts } from '../../../lib/core/usecases/performance/watch-performance.ts';
import { registryOf } from '../../_shared/registry.ts';

export function dependencies(environment: NodeJS.ProcessEnv): WatchPerformancePorts & TakeInLabelsPorts {
  const env = parseEnvironment(monitoringPerformance, environment);
  return {
    registry: registryOf(env),
    clock: systemClock,
    backoff: systemBackoff,
    objects: awsObjects({ client: s3Client() }),
    metrics: awsMetrics({ client: cloudWatchClient() }),
    bus: awsEventBus({ client: eventBridgeClient() }),
    publisher: awsPublisher({ client: topicClient(), topic: env.NOTIFICATIONS_TOPIC }),
    origin: { platform: env.PLATFORM, account: env.ACCOUNT, region: env.REGION },
    platform: env.PLATFORM,
    dataBucket: env.DATA_BUCKET,
    artifactBucket: env.ARTIFACT_BUCKET,
    captureBucket: env.CAPTURE_BUCKET,
  };
}
