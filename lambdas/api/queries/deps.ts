import { dynamoDbClient, s3Client } from '../../../lib/adapters/aws/clients.ts';
import { awsObjects } from '../../../lib/adapters/aws/objects.ts';
import { awsRegistry } from '../../../lib/adapters/aws/registry.ts';
import { apiQueries } from '../../../lib/core/contracts/functions/api-queries.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { Policy } from '../../../lib/core/contracts/policy.ts';
import type { DriftPorts } from '../../../lib/core/usecases/read-drift.ts';
import type { StagePorts } from '../../../lib/core/usecases/read-stages.ts';
import { sessionNameRolesOf } from '../../_shared/session-name-roles.ts';

export interface Dependencies {
  ports: StagePorts & DriftPorts;
  sessionNameRoles: readonly string[];
}

export function dependencies(environment: NodeJS.ProcessEnv): Dependencies {
  const env = parseEnvironment(apiQueries, environment);
  return {
    ports: {
      registry: awsRegistry({
        client: dynamoDbClient(),
        registryTable: env.REGISTRY_TABLE,
        eventsTable: env.EVENTS_TABLE,
      }),
      objects: awsObjects({ client: s3Client() }),
      policy: Policy.parse(JSON.parse(env.POLICY)),
      platform: env.PLATFORM,
      artifactBucket: env.ARTIFACT_BUCKET,
    },
    sessionNameRoles: sessionNameRolesOf(env.SESSION_NAME_ROLES),
  };
}
