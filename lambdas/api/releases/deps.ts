import { statesClient } from '../../../lib/adapters/aws/clients.ts';
import { awsExecutions } from '../../../lib/adapters/aws/executions.ts';
import { systemBackoff, systemClock, systemIds } from '../../../lib/adapters/aws/system.ts';
import { apiReleases } from '../../../lib/core/contracts/functions/api-releases.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import type { RequestReleasePorts } from '../../../lib/core/usecases/release/request-release.ts';
import { policyOf } from '../../_shared/policy.ts';
import { registryOf } from '../../_shared/registry.ts';
import { sessionNameRolesOf } from '../../_shared/session-name-roles.ts';

export interface Dependencies {
  ports: RequestReleasePorts;
  sessionNameRoles: readonly string[];
}

export function dependencies(environment: NodeJS.ProcessEnv): Dependencies {
  const env = parseEnvironment(apiReleases, environment);
  return {
    ports: {
      registry: registryOf(env),
      clock: systemClock,
      backoff: systemBackoff,
      ids: systemIds,
      executions: awsExecutions({ client: statesClient() }),
      policy: policyOf(env),
      platform: env.PLATFORM,
      stateMachine: env.RELEASE_STATE_MACHINE,
    },
    sessionNameRoles: sessionNameRolesOf(env.SESSION_NAME_ROLES),
  };
}
