import { s3Client } from '../../../lib/adapters/aws/clients.ts';
import { awsObjects } from '../../../lib/adapters/aws/objects.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { trainingEvaluate } from '../../../lib/core/contracts/functions/training-evaluate.ts';
import type { EvaluateCandidatePorts } from '../../../lib/core/usecases/runs/evaluate-candidate.ts';
import { registryOf } from '../../_shared/registry.ts';

export function dependencies(environment: NodeJS.ProcessEnv): EvaluateCandidatePorts {
  const env = parseEnvironment(trainingEvaluate, environment);
  return {
    registry: registryOf(env),
    objects: awsObjects({ client: s3Client() }),
    artifactBucket: env.ARTIFACT_BUCKET,
  };
}
