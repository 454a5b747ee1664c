import { dynamoDbClient, s3Client } from '../../../lib/adapters/aws/clients.ts';
import { awsObjects } from '../../../lib/adapters/aws/objects.ts';
import { awsRegistry } from '../../../lib/adapters/aws/registry.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { trainingEvaluate } from '../../../lib/core/contracts/functions/training-evaluate.ts';
import type { EvaluateCandidatePorts } from '../../../lib/core/usecases/evaluate-candidate.ts';

export function dependencies(environment: NodeJS.ProcessEnv): EvaluateCandidatePorts {
  const env = parseEnvironment(trainingEvaluate, environment);
  return {
    registry: awsRegistry({
      client: dynamoDbClient(),
      registryTable: env.REGISTRY_TABLE,
      eventsTable: env.EVENTS_TABLE,
    }),
    objects: awsObjects({ client: s3Client() }),
    artifactBucket: env.ARTIFACT_BUCKET,
  };
}
