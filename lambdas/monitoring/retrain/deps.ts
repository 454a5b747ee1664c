import { statesClient } from '../../../lib/adapters/aws/clients.ts';
import { awsExecutions } from '../../../lib/adapters/aws/executions.ts';
import { systemBackoff, systemClock, systemIds } from '../../../lib/adapters/aws/system.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { monitoringRetrain } from '../../../lib/core/contracts/functions/monitoring-retrain.ts';
import type { AttemptPorts } from '../../../lib/core/usecases/uploads/next-attempt.ts';
import { policyOf } from '../../_shared/policy.ts';
import { registryOf } from '../../_shared/registry.ts';

export function dependencies(environment: NodeJS.ProcessEnv): AttemptPorts {
  const env = parseEnvironment(monitoringRetrain, environment);
  return {
    registry: registryOf(env),
    clock: systemClock,
    backoff: systemBackoff,
    ids: systemIds,
    executions: awsExecutions({ client: statesClient() }),
    policy: policyOf(env),
    stateMachine: env.TRAINING_STATE_MACHINE,
  };
}
