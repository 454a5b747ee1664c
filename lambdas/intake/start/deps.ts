import { queueClient, s3Client, statesClient, topicClient } from '../../../lib/adapters/aws/clients.ts';
import { awsExecutions } from '../../../lib/adapters/aws/executions.ts';
import { awsObjects } from '../../../lib/adapters/aws/objects.ts';
import { awsPublisher } from '../../../lib/adapters/aws/publisher.ts';
import { awsQueue } from '../../../lib/adapters/aws/queue.ts';
import { systemBackoff, systemClock, systemIds } from '../../../lib/adapters/aws/system.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { intakeStart } from '../../../lib/core/contracts/functions/intake-start.ts';
import type { StartTrainingPorts } from '../../../lib/core/usecases/uploads/start-training.ts';
import { policyOf } from '../../_shared/policy.ts';
import { registryOf } from '../../_shared/registry.ts';

export function dependencies(environment: NodeJS.ProcessEnv): StartTrainingPorts {
  const env = parseEnvironment(intakeStart, environment);
  return {
    registry: registryOf(env),
    clock: systemClock,
    backoff: systemBackoff,
    ids: systemIds,
    executions: awsExecutions({ client: statesClient() }),
    publisher: awsPublisher({ client: topicClient(), topic: env.NOTIFICATIONS_TOPIC }),
    objects: awsObjects({ client: s3Client() }),
    uploadQueue: awsQueue({ client: queueClient(), url: env.UPLOAD_QUEUE_URL }),
    policy: policyOf(env),
    origin: { platform: env.PLATFORM, account: env.ACCOUNT, region: env.REGION },
    stateMachine: env.TRAINING_STATE_MACHINE,
  };
}
