import { functionContract } from './contract.ts';
import { CHANGE_REGISTRY } from './registry-rights.ts';

export const apiUploads = functionContract({
  area: 'api',
  name: 'uploads',
  description:
    'POST of an upload: records its author and signs the PUTs for data and code; POST of a retry, or of an acceptance',
  env: [
    'REGISTRY_TABLE',
    'EVENTS_TABLE',
    'DATA_BUCKET',
    'ARTIFACT_BUCKET',
    'TRAINING_STATE_MACHINE',
    'POLICY',
    'SESSION_NAME_ROLES',
  ],
  needs: [
    ...CHANGE_REGISTRY,
    { actions: ['states:StartExecution'], on: 'training-state-machine' },
    { actions: ['states:DescribeExecution'], on: 'training-executions' },
    // A URL it signs can do what it can do. Itself it writes that a set was announced.
    { actions: ['s3:PutObject'], on: 'data-objects', keys: ['*/uploads/*'] },
    { actions: ['s3:PutObject'], on: 'artifact-objects', keys: ['*/code/*'] },
  ],
  timeoutSeconds: 15,
  memoryMb: 512,
});
