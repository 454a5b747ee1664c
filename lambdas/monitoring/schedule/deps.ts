import { queueClient } from '../../../lib/adapters/aws/clients.ts';
import { awsQueue } from '../../../lib/adapters/aws/queue.ts';
import { systemClock } from '../../../lib/adapters/aws/system.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { monitoringSchedule } from '../../../lib/core/contracts/functions/monitoring-schedule.ts';
import type { ScheduleLooksPorts } from '../../../lib/core/usecases/schedule-looks.ts';
import { registryOf } from '../../_shared/registry.ts';

export function dependencies(environment: NodeJS.ProcessEnv): ScheduleLooksPorts {
  const env = parseEnvironment(monitoringSchedule, environment);
  const client = queueClient();
  return {
    registry: registryOf(env),
    driftQueue: awsQueue({ client, url: env.DRIFT_QUEUE_URL }),
    performanceQueue: awsQueue({ client, url: env.PERFORMANCE_QUEUE_URL }),
    clock: systemClock,
  };
}
