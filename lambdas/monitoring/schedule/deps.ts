import { queueClient, topicClient } from '../../../lib/adapters/aws/clients.ts';
import { awsPublisher } from '../../../lib/adapters/aws/publisher.ts';
import { awsQueue } from '../../../lib/adapters/aws/queue.ts';
import { systemBackoff, systemClock } from '../../../lib/adapters/aws/system.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { monitoringSchedule } from '../../../lib/core/contracts/functions/monitoring-schedule.ts';
import type { ScheduleLooksPorts } from '../../../lib/core/usecases/drift/schedule-looks.ts';
import type { AskDrillsPorts } from '../../../lib/core/usecases/drill/ask-drills.ts';
import { registryOf } from '../../_shared/registry.ts';

export function dependencies(environment: NodeJS.ProcessEnv): ScheduleLooksPorts & AskDrillsPorts {
  const env = parseEnvironment(monitoringSchedule, environment);
  const client = queueClient();
  return {
    registry: registryOf(env),
    driftQueue: awsQueue({ client, url: env.DRIFT_QUEUE_URL }),
    performanceQueue: awsQueue({ client, url: env.PERFORMANCE_QUEUE_URL }),
    drillQueue: awsQueue({ client, url: env.DRILL_QUEUE_URL }),
    publisher: awsPublisher({ client: topicClient(), topic: env.NOTIFICATIONS_TOPIC }),
    origin: { platform: env.PLATFORM, account: env.ACCOUNT, region: env.REGION },
    clock: systemClock,
    backoff: systemBackoff,
  };
}
