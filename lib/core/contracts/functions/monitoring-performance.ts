import { LABELS_KEY_PATTERN } from '../locations.ts';
import { functionContract } from './contract.ts';
import { PUT_EVENTS } from './event-rights.ts';
import { PUBLISH_METRICS } from './metric-rights.ts';
import { READ_PERFORMANCE } from './performance-rights.ts';
import { CHANGE_REGISTRY } from './registry-rights.ts';

export const monitoringPerformance = functionContract({
  area: 'monitoring',
  name: 'performance',
  description:
    'Takes in files of labels; measures what a stage serves by the labels that came, and compares it with its held-out rows.',
  env: [
    'PLATFORM',
    'ACCOUNT',
    'REGION',
    'REGISTRY_TABLE',
    'EVENTS_TABLE',
    'DATA_BUCKET',
    'ARTIFACT_BUCKET',
    'CAPTURE_BUCKET',
    'NOTIFICATIONS_TOPIC',
  ],
  needs: [
    ...CHANGE_REGISTRY,
    ...READ_PERFORMANCE,
    // Each version of people's files.
    { actions: ['s3:GetObjectVersion'], on: 'data-objects', keys: [LABELS_KEY_PATTERN] },
    // What was taken in of them, and what was posted in a day, packed into one file.
    {
      actions: ['s3:PutObject'],
      on: 'data-objects',
      keys: ['*/kept-labels/files/*', '*/kept-labels/refused/*', '*/kept-labels/packed/*'],
    },
    { actions: ['s3:PutObject'], on: 'artifact-objects', keys: ['*/reports/performance/*'] },
    // Captured answers outlive the capture: a label may come late.
    { actions: ['s3:GetObject', 's3:PutObject'], on: 'artifact-objects', keys: ['_answers/*'] },
    { actions: ['s3:ListBucket'], on: 'artifact-bucket', condition: { StringLike: { 's3:prefix': '_answers/*' } } },
    PUBLISH_METRICS,
    PUT_EVENTS,
    // Of lines that are no labels.
    { actions: ['sns:Publish'], on: 'notifications-topic' },
  ],
  timeoutSeconds: 600,
  memoryMb: 2048,
});
