import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { releaseGuard } from '../../../lib/core/contracts/functions/release-guard.ts';
import type { RefuseDeletionPorts } from '../../../lib/core/usecases/teardown/refuse-deletion.ts';
import { registryOf } from '../../_shared/registry.ts';

export function dependencies(environment: NodeJS.ProcessEnv): RefuseDeletionPorts {
  const env = parseEnvironment(releaseGuard, environment);
  return { registry: registryOf(env), platform: env.PLATFORM };
}
