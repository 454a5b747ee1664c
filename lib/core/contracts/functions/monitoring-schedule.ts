import { functionContract } from './contract.ts';
import { CHANGE_REGISTRY, READ_COLLECTIONS } from './registry-rights.ts';

export const monitoringSchedule = functionContract({
  area: 'monitoring',
  name: 'schedule',
  description:
    'Asks for a drift report for each live stage whose window has closed, a look at its performance each day, a drill each week.',
  env: [
    'PLATFORM',
    'ACCOUNT',
    'REGION',
    'REGISTRY_TABLE',
    'EVENTS_TABLE',
    'DRIFT_QUEUE_URL',
    'PERFORMANCE_QUEUE_URL',
    'DRILL_QUEUE_URL',
    'NOTIFICATIONS_TOPIC',
  ],
  needs: [
    READ_COLLECTIONS,
    ...CHANGE_REGISTRY,
    { actions: ['sqs:SendMessage'], on: 'drift-queue' },
    { actions: ['sqs:SendMessage'], on: 'performance-queue' },
    { actions: ['sqs:SendMessage'], on: 'drill-queue' },
    // Of a drill that never came to an end.
    { actions: ['sns:Publish'], on: 'notifications-topic' },
  ],
  timeoutSeconds: 300,
  memoryMb: 512,
});
