import { systemBackoff, systemClock } from '../../../lib/adapters/aws/system.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { releasePlan } from '../../../lib/core/contracts/functions/release-plan.ts';
import type { PlanReleasePorts } from '../../../lib/core/usecases/release/plan-release.ts';
import { registryOf } from '../../_shared/registry.ts';

export function dependencies(environment: NodeJS.ProcessEnv): PlanReleasePorts {
  const env = parseEnvironment(releasePlan, environment);
  return {
    registry: registryOf(env),
    clock: systemClock,
    backoff: systemBackoff,
    platform: env.PLATFORM,
    captureBucket: env.CAPTURE_BUCKET,
    servingRole: env.SERVING_ROLE,
  };
}
