import { functionContract } from './contract.ts';

export const trainingRange = functionContract({
  area: 'training',
  name: 'range',
  description: 'Makes one pass over one range of a large upload.',
  env: ['ARTIFACT_BUCKET'],
  needs: [
    { actions: ['s3:GetObject', 's3:GetObjectVersion'], on: 'data-objects', keys: ['*/uploads/*'] },
    // Without it S3 answers "access denied" for an object that is not there.
    { actions: ['s3:ListBucket'], on: 'data-bucket' },
    { actions: ['s3:ListBucket'], on: 'artifact-bucket' },
    {
      actions: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'],
      on: 'artifact-objects',
      keys: ['_ranges/*'],
    },
  ],
  timeoutSeconds: 300,
  memoryMb: 2048,
});
