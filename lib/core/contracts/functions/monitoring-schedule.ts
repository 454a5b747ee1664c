import { functionContract } from './contract.ts';
import { READ_COLLECTIONS, READ_REGISTRY } from './registry-rights.ts';

export const monitoringSchedule = functionContract({
  area: 'monitoring',
  name: 'schedule',
  description:
    'Asks for a drift report for each live stage whose window has closed, and once a day for a look at its performance.',
  env: ['REGISTRY_TABLE', 'EVENTS_TABLE', 'DRIFT_QUEUE_URL', 'PERFORMANCE_QUEUE_URL'],
  needs: [
    READ_COLLECTIONS,
    READ_REGISTRY,
    { actions: ['sqs:SendMessage'], on: 'drift-queue' },
    { actions: ['sqs:SendMessage'], on: 'performance-queue' },
  ],
  timeoutSeconds: 300,
  memoryMb: 512,
});
