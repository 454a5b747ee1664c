import { systemBackoff, systemClock } from '../../../lib/adapters/aws/system.ts';
import { apiModels } from '../../../lib/core/contracts/functions/api-models.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import type { ApplyModelPorts } from '../../../lib/core/usecases/apply-model.ts';
import { policyOf } from '../../_shared/policy.ts';
import { registryOf } from '../../_shared/registry.ts';
import { sessionNameRolesOf } from '../../_shared/session-name-roles.ts';

export interface Dependencies {
  ports: ApplyModelPorts;
  sessionNameRoles: readonly string[];
}

export function dependencies(environment: NodeJS.ProcessEnv): Dependencies {
  const env = parseEnvironment(apiModels, environment);
  return {
    ports: {
      registry: registryOf(env),
      clock: systemClock,
      backoff: systemBackoff,
      policy: policyOf(env),
    },
    sessionNameRoles: sessionNameRolesOf(env.SESSION_NAME_ROLES),
  };
}
