import { dynamoDbClient } from '../../../lib/adapters/aws/clients.ts';
import { awsRegistry } from '../../../lib/adapters/aws/registry.ts';
import { systemBackoff, systemClock } from '../../../lib/adapters/aws/system.ts';
import { apiModels } from '../../../lib/core/contracts/functions/api-models.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { Policy } from '../../../lib/core/contracts/policy.ts';
import type { ApplyModelPorts } from '../../../lib/core/usecases/apply-model.ts';
import { sessionNameRolesOf } from '../../_shared/session-name-roles.ts';

export interface Dependencies {
  ports: ApplyModelPorts;
  sessionNameRoles: readonly string[];
}

export function dependencies(environment: NodeJS.ProcessEnv): Dependencies {
  const env = parseEnvironment(apiModels, environment);
  return {
    ports: {
      registry: awsRegistry({
        client: dynamoDbClient(),
        registryTable: env.REGISTRY_TABLE,
        eventsTable: env.EVENTS_TABLE,
      }),
      clock: systemClock,
      backoff: systemBackoff,
      policy: Policy.parse(JSON.parse(env.POLICY)),
    },
    sessionNameRoles: sessionNameRolesOf(env.SESSION_NAME_ROLES),
  };
}
