import { dynamoDbClient, statesClient } from '../../../lib/adapters/aws/clients.ts';
import { awsExecutions } from '../../../lib/adapters/aws/executions.ts';
import { awsRegistry } from '../../../lib/adapters/aws/registry.ts';
import { systemBackoff, systemClock, systemIds } from '../../../lib/adapters/aws/system.ts';
import { apiReleases } from '../../../lib/core/contracts/functions/api-releases.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { Policy } from '../../../lib/core/contracts/policy.ts';
import type { RequestReleasePorts } from '../../../lib/core/usecases/request-release.ts';
import { sessionNameRolesOf } from '../../_shared/session-name-roles.ts';

export interface Dependencies {
  ports: RequestReleasePorts;
  sessionNameRoles: readonly string[];
}

export function dependencies(environment: NodeJS.ProcessEnv): Dependencies {
  const env = parseEnvironment(apiReleases, environment);
  return {
    ports: {
      registry: awsRegistry({
        client: dynamoDbClient(),
        registryTable: env.REGISTRY_TABLE,
        eventsTable: env.EVENTS_TABLE,
      }),
      clock: systemClock,
      backoff: systemBackoff,
      ids: systemIds,
      executions: awsExecutions({ client: statesClient() }),
      policy: Policy.parse(JSON.parse(env.POLICY)),
      platform: env.PLATFORM,
      stateMachine: env.RELEASE_STATE_MACHINE,
    },
    sessionNameRoles: sessionNameRolesOf(env.SESSION_NAME_ROLES),
  };
}
