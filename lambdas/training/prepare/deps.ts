import { s3Client } from '../../../lib/adapters/aws/clients.ts';
import { awsObjects } from '../../../lib/adapters/aws/objects.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { trainingPrepare } from '../../../lib/core/contracts/functions/training-prepare.ts';
import type { PrepareScoringPorts } from '../../../lib/core/usecases/runs/prepare-scoring.ts';
import { policyOf } from '../../_shared/policy.ts';
import { registryOf } from '../../_shared/registry.ts';
import { vpcOf } from '../../_shared/vpc.ts';

export function dependencies(environment: NodeJS.ProcessEnv): PrepareScoringPorts {
  const env = parseEnvironment(trainingPrepare, environment);
  return {
    registry: registryOf(env),
    objects: awsObjects({ client: s3Client() }),
    policy: policyOf(env),
    platform: env.PLATFORM,
    region: env.REGION,
    artifactBucket: env.ARTIFACT_BUCKET,
    servingRole: env.SERVING_ROLE,
    vpc: vpcOf(env),
  };
}
