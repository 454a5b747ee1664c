import { s3Client, topicClient } from '../../../lib/adapters/aws/clients.ts';
import { awsObjects } from '../../../lib/adapters/aws/objects.ts';
import { awsPublisher } from '../../../lib/adapters/aws/publisher.ts';
import { systemClock } from '../../../lib/adapters/aws/system.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { monitoringNotify } from '../../../lib/core/contracts/functions/monitoring-notify.ts';
import type { AnnounceIncidentPorts } from '../../../lib/core/usecases/incidents/announce-incident.ts';
import { registryOf } from '../../_shared/registry.ts';

export function dependencies(environment: NodeJS.ProcessEnv): AnnounceIncidentPorts {
  const env = parseEnvironment(monitoringNotify, environment);
  return {
    registry: registryOf(env),
    clock: systemClock,
    objects: awsObjects({ client: s3Client() }),
    publisher: awsPublisher({ client: topicClient(), topic: env.NOTIFICATIONS_TOPIC }),
    origin: { platform: env.PLATFORM, account: env.ACCOUNT, region: env.REGION },
    artifactBucket: env.ARTIFACT_BUCKET,
  };
}
