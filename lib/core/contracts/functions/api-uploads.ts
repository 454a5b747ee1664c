import { functionContract } from './contract.ts';

export const apiUploads = functionContract({
  area: 'api',
  name: 'uploads',
  description: 'POST of an upload: records its author and signs the PUTs for data and code',
  env: ['REGISTRY_TABLE', 'EVENTS_TABLE', 'DATA_BUCKET', 'ARTIFACT_BUCKET', 'SESSION_NAME_ROLES'],
  needs: [
    { actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], on: 'registry-table' },
    { actions: ['dynamodb:PutItem'], on: 'events-table' },
    // Never used by the function itself: a URL it signs can do what it can do.
    { actions: ['s3:PutObject'], on: 'data-objects', keys: ['*/uploads/*'] },
    { actions: ['s3:PutObject'], on: 'artifact-objects', keys: ['*/code/*'] },
  ],
  timeoutSeconds: 15,
  memoryMb: 512,
});
