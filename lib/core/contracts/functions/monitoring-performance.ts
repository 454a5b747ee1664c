import { functionContract } from './contract.ts';
import { PUT_EVENTS } from './event-rights.ts';
import { PUBLISH_METRICS } from './metric-rights.ts';
import { READ_PERFORMANCE } from './performance-rights.ts';
import { CHANGE_REGISTRY } from './registry-rights.ts';

export const monitoringPerformance = functionContract({
  area: 'monitoring',
  name: 'performance',
  description: 'Measures what a stage serves by the labels that came, and compares it with its held-out rows.',
  env: ['PLATFORM', 'REGISTRY_TABLE', 'EVENTS_TABLE', 'DATA_BUCKET', 'ARTIFACT_BUCKET', 'CAPTURE_BUCKET'],
  needs: [
    ...CHANGE_REGISTRY,
    ...READ_PERFORMANCE,
    // What was posted in a day, packed into one file.
    { actions: ['s3:PutObject'], on: 'data-objects', keys: ['*/labels/packed/*'] },
    { actions: ['s3:PutObject'], on: 'artifact-objects', keys: ['*/reports/performance/*'] },
    // Captured answers outlive the capture: a label may come late.
    { actions: ['s3:GetObject', 's3:PutObject'], on: 'artifact-objects', keys: ['_answers/*'] },
    { actions: ['s3:ListBucket'], on: 'artifact-bucket', condition: { StringLike: { 's3:prefix': '_answers/*' } } },
    PUBLISH_METRICS,
    PUT_EVENTS,
  ],
  timeoutSeconds: 600,
  memoryMb: 2048,
});
