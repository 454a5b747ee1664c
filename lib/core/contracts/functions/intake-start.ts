import { functionContract } from './contract.ts';
import { CHANGE_REGISTRY } from './registry-rights.ts';

export const intakeStart = functionContract({
  area: 'intake',
  name: 'start',
  description: 'Claims an object that arrived, or a set of them, and starts its training.',
  env: [
    'PLATFORM',
    'ACCOUNT',
    'REGION',
    'REGISTRY_TABLE',
    'EVENTS_TABLE',
    'POLICY',
    'TRAINING_STATE_MACHINE',
    'NOTIFICATIONS_TOPIC',
    'UPLOAD_QUEUE_URL',
  ],
  needs: [
    ...CHANGE_REGISTRY,
    { actions: ['states:StartExecution'], on: 'training-state-machine' },
    { actions: ['states:DescribeExecution'], on: 'training-executions' },
    { actions: ['s3:GetObject', 's3:GetObjectVersion'], on: 'data-objects', keys: ['*/uploads/*.set/*'] },
    // Without it S3 answers "access denied" for an object that is not there.
    { actions: ['s3:ListBucket'], on: 'data-bucket' },
    { actions: ['sqs:SendMessage'], on: 'upload-queue' },
    { actions: ['sns:Publish'], on: 'notifications-topic' },
  ],
  timeoutSeconds: 30,
  memoryMb: 512,
});
