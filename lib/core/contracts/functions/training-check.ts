import { functionContract } from './contract.ts';
import { CHANGE_REGISTRY } from './registry-rights.ts';

export const trainingCheck = functionContract({
  area: 'training',
  name: 'check',
  description: 'Checks an upload against its contract and writes the canonical dataset.',
  env: [
    'PLATFORM',
    'ACCOUNT',
    'REGION',
    'REGISTRY_TABLE',
    'EVENTS_TABLE',
    'ARTIFACT_BUCKET',
    'POLICY',
    'TRAINING_ROLE',
    'VPC_SUBNETS',
    'VPC_SECURITY_GROUPS',
    'XGBOOST_IMAGE',
    'RUNTIME_CODE',
    'RUNTIME_CODE_DIGEST',
  ],
  needs: [
    ...CHANGE_REGISTRY,
    { actions: ['s3:GetObject', 's3:GetObjectVersion'], on: 'data-objects', keys: ['*/uploads/*'] },
    // Without it S3 answers "access denied" for an object that is not there.
    { actions: ['s3:ListBucket'], on: 'data-bucket' },
    { actions: ['s3:ListBucket'], on: 'artifact-bucket' },
    { actions: ['s3:GetObject'], on: 'artifact-objects', keys: ['*/datasets/*', '*/code/*', '_ranges/*'] },
    { actions: ['s3:PutObject'], on: 'artifact-objects', keys: ['_ranges/*'] },
    { actions: ['s3:PutObject', 's3:AbortMultipartUpload'], on: 'artifact-objects', keys: ['*/datasets/*'] },
  ],
  timeoutSeconds: 900,
  memoryMb: 2048,
});
