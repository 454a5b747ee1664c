import { s3Client } from '../../../lib/adapters/aws/clients.ts';
import { awsObjects } from '../../../lib/adapters/aws/objects.ts';
import { systemBackoff, systemClock } from '../../../lib/adapters/aws/system.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { trainingRegister } from '../../../lib/core/contracts/functions/training-register.ts';
import type { RegisterVersionPorts } from '../../../lib/core/usecases/runs/register-version.ts';
import { policyOf } from '../../_shared/policy.ts';
import { registryOf } from '../../_shared/registry.ts';

export function dependencies(environment: NodeJS.ProcessEnv): RegisterVersionPorts {
  const env = parseEnvironment(trainingRegister, environment);
  return {
    registry: registryOf(env),
    clock: systemClock,
    backoff: systemBackoff,
    objects: awsObjects({ client: s3Client() }),
    policy: policyOf(env),
    origin: { platform: env.PLATFORM, account: env.ACCOUNT, region: env.REGION },
    artifactBucket: env.ARTIFACT_BUCKET,
  };
}
