import { s3Client } from '../../../lib/adapters/aws/clients.ts';
import { awsObjects } from '../../../lib/adapters/aws/objects.ts';
import { systemBackoff, systemClock } from '../../../lib/adapters/aws/system.ts';
import { formats } from '../../../lib/adapters/formats/formats.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { trainingCheck } from '../../../lib/core/contracts/functions/training-check.ts';
import type { AdmitUploadPorts } from '../../../lib/core/usecases/check/admit-upload.ts';
import { policyOf } from '../../_shared/policy.ts';
import { registryOf } from '../../_shared/registry.ts';
import { vpcOf } from '../../_shared/vpc.ts';

export function dependencies(environment: NodeJS.ProcessEnv): AdmitUploadPorts {
  const env = parseEnvironment(trainingCheck, environment);
  return {
    registry: registryOf(env),
    clock: systemClock,
    backoff: systemBackoff,
    objects: awsObjects({ client: s3Client() }),
    formats,
    policy: policyOf(env),
    origin: { platform: env.PLATFORM, account: env.ACCOUNT, region: env.REGION },
    platform: env.PLATFORM,
    artifactBucket: env.ARTIFACT_BUCKET,
    trainingRole: env.TRAINING_ROLE,
    vpc: vpcOf(env),
    image: env.XGBOOST_IMAGE,
    runtime: { uri: env.RUNTIME_CODE, digest: `sha256:${env.RUNTIME_CODE_DIGEST}` },
  };
}
