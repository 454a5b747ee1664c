import { dynamoDbClient, s3Client } from '../../../lib/adapters/aws/clients.ts';
import { awsObjects } from '../../../lib/adapters/aws/objects.ts';
import { awsRegistry } from '../../../lib/adapters/aws/registry.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { trainingPrepare } from '../../../lib/core/contracts/functions/training-prepare.ts';
import { Policy } from '../../../lib/core/contracts/policy.ts';
import type { PrepareScoringPorts } from '../../../lib/core/usecases/prepare-scoring.ts';

export function dependencies(environment: NodeJS.ProcessEnv): PrepareScoringPorts {
  const env = parseEnvironment(trainingPrepare, environment);
  return {
    registry: awsRegistry({
      client: dynamoDbClient(),
      registryTable: env.REGISTRY_TABLE,
      eventsTable: env.EVENTS_TABLE,
    }),
    objects: awsObjects({ client: s3Client() }),
    policy: Policy.parse(JSON.parse(env.POLICY)),
    platform: env.PLATFORM,
    region: env.REGION,
    artifactBucket: env.ARTIFACT_BUCKET,
    servingRole: env.SERVING_ROLE,
  };
}
