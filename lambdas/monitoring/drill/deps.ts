import { eventBridgeClient, queueClient, s3Client, topicClient } from '../../../lib/adapters/aws/clients.ts';
import { awsEventBus } from '../../../lib/adapters/aws/event-bus.ts';
import { awsObjects } from '../../../lib/adapters/aws/objects.ts';
import { awsPublisher } from '../../../lib/adapters/aws/publisher.ts';
import { awsQueue } from '../../../lib/adapters/aws/queue.ts';
import { systemBackoff, systemClock } from '../../../lib/adapters/aws/system.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { monitoringDrill } from '../../../lib/core/contracts/functions/monitoring-drill.ts';
import type { AdvanceDrillPorts } from '../../../lib/core/usecases/drill/advance-drill.ts';
import { registryOf } from '../../_shared/registry.ts';

export function dependencies(environment: NodeJS.ProcessEnv): AdvanceDrillPorts {
  const env = parseEnvironment(monitoringDrill, environment);
  return {
    registry: registryOf(env),
    clock: systemClock,
    backoff: systemBackoff,
    objects: awsObjects({ client: s3Client() }),
    bus: awsEventBus({ client: eventBridgeClient() }),
    driftQueue: awsQueue({ client: queueClient(), url: env.DRIFT_QUEUE_URL }),
    drillQueue: awsQueue({ client: queueClient(), url: env.DRILL_QUEUE_URL }),
    publisher: awsPublisher({ client: topicClient(), topic: env.NOTIFICATIONS_TOPIC }),
    origin: { platform: env.PLATFORM, account: env.ACCOUNT, region: env.REGION },
    platform: env.PLATFORM,
    artifactBucket: env.ARTIFACT_BUCKET,
    captureBucket: env.CAPTURE_BUCKET,
  };
}
