import { functionContract } from './contract.ts';
import { READ_REGISTRY } from './registry-rights.ts';

export const apiPerformance = functionContract({
  area: 'api',
  name: 'performance',
  description: 'POST of labels that came late; GET of how well the versions of a stage do',
  env: [
    'PLATFORM',
    'REGISTRY_TABLE',
    'EVENTS_TABLE',
    'DATA_BUCKET',
    'ARTIFACT_BUCKET',
    'CAPTURE_BUCKET',
    'POLICY',
    'SESSION_NAME_ROLES',
  ],
  needs: [
    READ_REGISTRY,
    { actions: ['s3:PutObject', 's3:GetObject'], on: 'data-objects', keys: ['*/labels/*'] },
    { actions: ['s3:ListBucket'], on: 'data-bucket', condition: { StringLike: { 's3:prefix': '*/labels/*' } } },
    { actions: ['s3:ListBucket'], on: 'capture-bucket' },
    { actions: ['s3:GetObject'], on: 'capture-objects', keys: ['*'] },
    {
      actions: ['s3:GetObject'],
      on: 'artifact-objects',
      // The version's answers for its held-out rows are what an estimate without labels stands on.
      keys: [
        '*/datasets/*/schema/schema.json',
        '*/datasets/*/holdout/labels.csv',
        '*/runs/*/scores/candidate/*',
        '*/reports/performance/*',
      ],
    },
    // Without it an object that is not there is told as one that may not be read.
    {
      actions: ['s3:ListBucket'],
      on: 'artifact-bucket',
      condition: { StringLike: { 's3:prefix': ['*/datasets/*', '*/runs/*', '*/reports/performance/*'] } },
    },
  ],
  // Below the 30 s of API Gateway. At this size it has a core of its own: 256 MB of captures and their labels take 7 CPU seconds.
  timeoutSeconds: 29,
  memoryMb: 1769,
});
