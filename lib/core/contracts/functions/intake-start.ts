import { functionContract } from './contract.ts';
import { CHANGE_REGISTRY } from './registry-rights.ts';

export const intakeStart = functionContract({
  area: 'intake',
  name: 'start',
  description: 'Claims an object that arrived and starts its training.',
  env: [
    'PLATFORM',
    'ACCOUNT',
    'REGION',
    'REGISTRY_TABLE',
    'EVENTS_TABLE',
    'POLICY',
    'TRAINING_STATE_MACHINE',
    'NOTIFICATIONS_TOPIC',
  ],
  needs: [
    ...CHANGE_REGISTRY,
    { actions: ['states:StartExecution'], on: 'training-state-machine' },
    { actions: ['states:DescribeExecution'], on: 'training-executions' },
    { actions: ['sns:Publish'], on: 'notifications-topic' },
  ],
  timeoutSeconds: 30,
  memoryMb: 512,
});
