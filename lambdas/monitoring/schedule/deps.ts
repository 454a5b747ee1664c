import { dynamoDbClient, queueClient } from '../../../lib/adapters/aws/clients.ts';
import { awsQueue } from '../../../lib/adapters/aws/queue.ts';
import { awsRegistry } from '../../../lib/adapters/aws/registry.ts';
import { systemClock } from '../../../lib/adapters/aws/system.ts';
import { parseEnvironment } from '../../../lib/core/contracts/functions/contract.ts';
import { monitoringSchedule } from '../../../lib/core/contracts/functions/monitoring-schedule.ts';
import type { ScheduleWindowsPorts } from '../../../lib/core/usecases/schedule-windows.ts';

export function dependencies(environment: NodeJS.ProcessEnv): ScheduleWindowsPorts {
  const env = parseEnvironment(monitoringSchedule, environment);
  return {
    registry: awsRegistry({
      client: dynamoDbClient(),
      registryTable: env.REGISTRY_TABLE,
      eventsTable: env.EVENTS_TABLE,
    }),
    queue: awsQueue({ client: queueClient(), url: env.DRIFT_QUEUE_URL }),
    clock: systemClock,
  };
}
