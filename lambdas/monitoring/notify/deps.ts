import { dynamoDbClient, s3Client, topicClient } from '../../../lib/adapters/aws/clients.ts';
import { awsObjects } from '../../../lib/adapters/aws/objects.ts';
import { awsPublisher } from '../../../lib/adapters/aws/publisher.ts';
import { awsRegistry } from '../../../lib/adapters/aws/registry.ts';
import { systemClock } from '../../../lib/adapters/aws/system.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { monitoringNotify } from '../../../lib/core/contracts/functions/monitoring-notify.ts';
import { Policy } from '../../../lib/core/contracts/policy.ts';
import type { AnnounceDriftPorts } from '../../../lib/core/usecases/announce-drift.ts';

export function dependencies(environment: NodeJS.ProcessEnv): AnnounceDriftPorts {
  const env = parseEnvironment(monitoringNotify, environment);
  return {
    registry: awsRegistry({
      client: dynamoDbClient(),
      registryTable: env.REGISTRY_TABLE,
      eventsTable: env.EVENTS_TABLE,
    }),
    clock: systemClock,
    objects: awsObjects({ client: s3Client() }),
    publisher: awsPublisher({ client: topicClient(), topic: env.NOTIFICATIONS_TOPIC }),
    policy: Policy.parse(JSON.parse(env.POLICY)),
    origin: { platform: env.PLATFORM, account: env.ACCOUNT, region: env.REGION },
    artifactBucket: env.ARTIFACT_BUCKET,
  };
}
