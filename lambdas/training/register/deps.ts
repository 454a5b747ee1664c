import { dynamoDbClient, s3Client } from '../../../lib/adapters/aws/clients.ts';
import { awsObjects } from '../../../lib/adapters/aws/objects.ts';
import { awsRegistry } from '../../../lib/adapters/aws/registry.ts';
import { systemBackoff, systemClock } from '../../../lib/adapters/aws/system.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { trainingRegister } from '../../../lib/core/contracts/functions/training-register.ts';
import { Policy } from '../../../lib/core/contracts/policy.ts';
import type { RegisterVersionPorts } from '../../../lib/core/usecases/register-version.ts';

export function dependencies(environment: NodeJS.ProcessEnv): RegisterVersionPorts {
  const env = parseEnvironment(trainingRegister, environment);
  return {
    registry: awsRegistry({
      client: dynamoDbClient(),
      registryTable: env.REGISTRY_TABLE,
      eventsTable: env.EVENTS_TABLE,
    }),
    clock: systemClock,
    backoff: systemBackoff,
    objects: awsObjects({ client: s3Client() }),
    policy: Policy.parse(JSON.parse(env.POLICY)),
    origin: { platform: env.PLATFORM, account: env.ACCOUNT, region: env.REGION },
    artifactBucket: env.ARTIFACT_BUCKET,
  };
}
