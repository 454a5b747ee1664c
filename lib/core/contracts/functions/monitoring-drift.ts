import { READ_CAPTURE } from './capture-rights.ts';
import { functionContract } from './contract.ts';
import { PUT_EVENTS } from './event-rights.ts';
import { PUBLISH_METRICS } from './metric-rights.ts';
import { CHANGE_REGISTRY } from './registry-rights.ts';

export const monitoringDrift = functionContract({
  area: 'monitoring',
  name: 'drift',
  description: 'Compares the captured traffic of a window with the data its version was trained on.',
  env: ['PLATFORM', 'REGISTRY_TABLE', 'EVENTS_TABLE', 'ARTIFACT_BUCKET', 'CAPTURE_BUCKET', 'DRIFT_QUEUE_URL'],
  needs: [
    ...CHANGE_REGISTRY,
    ...READ_CAPTURE,
    {
      actions: ['s3:GetObject'],
      on: 'artifact-objects',
      keys: [
        '*/datasets/*/profile.json',
        '*/datasets/*/schema/*',
        '*/runs/*/baseline.json',
        '*/reports/drift/*',
        '*/reports/drift-counts/*',
      ],
    },
    {
      actions: ['s3:PutObject'],
      on: 'artifact-objects',
      keys: ['*/reports/drift/*', '*/reports/drift-pages/*', '*/reports/drift-counts/*'],
    },
    // The windows before, for the history of a drifted column and to be judged together; and those of last year.
    {
      actions: ['s3:ListBucket'],
      on: 'artifact-bucket',
      condition: { StringLike: { 's3:prefix': ['*/reports/drift/*', '*/reports/drift-counts/*'] } },
    },
    PUBLISH_METRICS,
    PUT_EVENTS,
    // A window whose captured requests are not all there is put off.
    { actions: ['sqs:SendMessage'], on: 'drift-queue' },
    // Requests that were served and not captured. GetMetricData knows no resources.
    { actions: ['cloudwatch:GetMetricData'], on: 'any' },
  ],
  timeoutSeconds: 600,
  memoryMb: 1024,
});
