import { queueClient } from '../../../lib/adapters/aws/clients.ts';
import { awsQueue } from '../../../lib/adapters/aws/queue.ts';
import { systemClock } from '../../../lib/adapters/aws/system.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { monitoringSchedule } from '../../../lib/core/contracts/functions/monitoring-schedule.ts';
import type { ScheduleWindowsPorts } from '../../../lib/core/usecases/schedule-windows.ts';
import { registryOf } from '../../_shared/registry.ts';

export function dependencies(environment: NodeJS.ProcessEnv): ScheduleWindowsPorts {
  const env = parseEnvironment(monitoringSchedule, environment);
  return {
    registry: registryOf(env),
    queue: awsQueue({ client: queueClient(), url: env.DRIFT_QUEUE_URL }),
    clock: systemClock,
  };
}
