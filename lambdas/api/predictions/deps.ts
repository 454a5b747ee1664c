import { inferenceClient } from '../../../lib/adapters/aws/clients.ts';
import { awsPredictions } from '../../../lib/adapters/aws/predictions.ts';
import { systemIds } from '../../../lib/adapters/aws/system.ts';
import { apiPredictions } from '../../../lib/core/contracts/functions/api-predictions.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import type { PredictPorts } from '../../../lib/core/usecases/predict.ts';
import { registryOf } from '../../_shared/registry.ts';
import { sessionNameRolesOf } from '../../_shared/session-name-roles.ts';

export interface Dependencies {
  ports: PredictPorts;
  sessionNameRoles: readonly string[];
}

export function dependencies(environment: NodeJS.ProcessEnv): Dependencies {
  const env = parseEnvironment(apiPredictions, environment);
  return {
    ports: {
      registry: registryOf(env),
      predictions: awsPredictions({ client: inferenceClient() }),
      ids: systemIds,
    },
    sessionNameRoles: sessionNameRolesOf(env.SESSION_NAME_ROLES),
  };
}
