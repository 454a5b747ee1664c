import { functionContract } from './contract.ts';
import { PUT_EVENTS } from './event-rights.ts';
import { CHANGE_REGISTRY } from './registry-rights.ts';

/** Of stages that no policy has: see contracts/drill. */
const PLANTED = ['*/*.drill/*'];

export const monitoringDrill = functionContract({
  area: 'monitoring',
  name: 'drill',
  description: 'Plants a fault beside the traffic of a stage and follows it until people were told.',
  env: [
    'PLATFORM',
    'ACCOUNT',
    'REGION',
    'REGISTRY_TABLE',
    'EVENTS_TABLE',
    'ARTIFACT_BUCKET',
    'CAPTURE_BUCKET',
    'DRIFT_QUEUE_URL',
    'DRILL_QUEUE_URL',
    'NOTIFICATIONS_TOPIC',
  ],
  needs: [
    ...CHANGE_REGISTRY,
    PUT_EVENTS,
    {
      actions: ['s3:GetObject'],
      on: 'artifact-objects',
      keys: ['*/datasets/*/profile.json', '*/datasets/*/schema/*', '*/runs/*/baseline.json'],
    },
    { actions: ['s3:PutObject', 's3:DeleteObject'], on: 'capture-objects', keys: PLANTED },
    { actions: ['s3:DeleteObject'], on: 'artifact-objects', keys: ['*/reports/drift-counts/*.drill/*'] },
    { actions: ['sqs:SendMessage'], on: 'drift-queue' },
    { actions: ['sqs:SendMessage'], on: 'drill-queue' },
    { actions: ['sns:Publish'], on: 'notifications-topic' },
  ],
  timeoutSeconds: 30,
  memoryMb: 512,
});
