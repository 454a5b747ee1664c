import { functionContract } from './contract.ts';

export const apiQueries = functionContract({
  area: 'api',
  name: 'queries',
  description:
    'Every GET: this API as a document, models, uploads, contracts, runs, versions, stages, approvals, releases, drift, events',
  env: ['PLATFORM', 'REGISTRY_TABLE', 'EVENTS_TABLE', 'ARTIFACT_BUCKET', 'POLICY', 'SESSION_NAME_ROLES'],
  needs: [
    { actions: ['dynamodb:GetItem', 'dynamodb:Query'], on: 'registry-table' },
    { actions: ['dynamodb:Query'], on: 'registry-index' },
    { actions: ['dynamodb:Query'], on: 'events-table' },
    // The days of a trend.
    {
      actions: ['s3:ListBucket'],
      on: 'artifact-bucket',
      condition: { StringLike: { 's3:prefix': '*/reports/performance/*' } },
    },
    {
      actions: ['s3:GetObject'],
      on: 'artifact-objects',
      keys: [
        '*/reports/drift/*',
        '*/reports/performance/*',
        '*/datasets/*/report.json',
        '*/datasets/*/profile.json',
        '*/datasets/*/chunks.json',
        '*/datasets/*/schema/schema.json',
      ],
    },
  ],
  timeoutSeconds: 15,
  memoryMb: 512,
});
