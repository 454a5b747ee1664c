import { functionContract } from './contract.ts';
import { PUT_EVENTS } from './event-rights.ts';
import { PUBLISH_METRICS } from './metric-rights.ts';
import { CHANGE_REGISTRY } from './registry-rights.ts';

export const monitoringPerformance = functionContract({
  area: 'monitoring',
  name: 'performance',
  description: 'Measures what a stage serves by the labels that came, and compares it with its held-out rows.',
  env: ['PLATFORM', 'REGISTRY_TABLE', 'EVENTS_TABLE', 'DATA_BUCKET', 'ARTIFACT_BUCKET', 'CAPTURE_BUCKET'],
  needs: [
    ...CHANGE_REGISTRY,
    { actions: ['s3:GetObject'], on: 'data-objects', keys: ['*/labels/*'] },
    // What was posted in a day, packed into one file.
    { actions: ['s3:PutObject'], on: 'data-objects', keys: ['*/labels/packed/*'] },
    { actions: ['s3:ListBucket'], on: 'data-bucket', condition: { StringLike: { 's3:prefix': '*/labels/*' } } },
    { actions: ['s3:ListBucket'], on: 'capture-bucket' },
    { actions: ['s3:GetObject'], on: 'capture-objects', keys: ['*'] },
    {
      actions: ['s3:GetObject'],
      on: 'artifact-objects',
      keys: [
        '*/datasets/*/schema/schema.json',
        '*/datasets/*/holdout/labels.csv',
        '*/runs/*/scores/candidate/*',
        '*/reports/performance/*',
        '_answers/*',
      ],
    },
    { actions: ['s3:PutObject'], on: 'artifact-objects', keys: ['*/reports/performance/*', '_answers/*'] },
    // The days before; and without it an object that is not there is told as one that may not be read.
    {
      actions: ['s3:ListBucket'],
      on: 'artifact-bucket',
      condition: { StringLike: { 's3:prefix': ['*/datasets/*', '*/runs/*', '*/reports/performance/*', '_answers/*'] } },
    },
    PUBLISH_METRICS,
    PUT_EVENTS,
  ],
  timeoutSeconds: 600,
  memoryMb: 2048,
});
