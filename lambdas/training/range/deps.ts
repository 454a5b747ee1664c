import { s3Client } from '../../../lib/adapters/aws/clients.ts';
import { awsObjects } from '../../../lib/adapters/aws/objects.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { trainingRange } from '../../../lib/core/contracts/functions/training-range.ts';
import type { CheckRangePorts } from '../../../lib/core/usecases/ranges/check-range.ts';

export function dependencies(environment: NodeJS.ProcessEnv): CheckRangePorts {
  const env = parseEnvironment(trainingRange, environment);
  return { objects: awsObjects({ client: s3Client() }), artifactBucket: env.ARTIFACT_BUCKET };
}
