import { functionContract } from './contract.ts';
import { PUT_EVENTS } from './event-rights.ts';
import { PUBLISH_METRICS } from './metric-rights.ts';
import { CHANGE_REGISTRY } from './registry-rights.ts';

export const monitoringExecutions = functionContract({
  area: 'monitoring',
  name: 'executions',
  description: 'Records the end of executions that were stopped, timed out or broke before they did so themselves.',
  env: [
    'PLATFORM',
    'ACCOUNT',
    'REGION',
    'REGISTRY_TABLE',
    'EVENTS_TABLE',
    'POLICY',
    'TRAINING_STATE_MACHINE',
    'RELEASE_STATE_MACHINE',
    'NOTIFICATIONS_TOPIC',
  ],
  needs: [
    ...CHANGE_REGISTRY,
    PUBLISH_METRICS,
    PUT_EVENTS,
    { actions: ['states:DescribeExecution'], on: 'training-executions' },
    { actions: ['states:DescribeExecution'], on: 'release-executions' },
    { actions: ['sagemaker:DescribeEndpoint'], on: 'platform-endpoints' },
    { actions: ['cloudwatch:DescribeAlarms', 'cloudwatch:DeleteAlarms'], on: 'platform-alarms' },
    { actions: ['sns:Publish'], on: 'notifications-topic' },
  ],
  // Six times this is the time between two looks at an endpoint that still moves.
  timeoutSeconds: 10,
  memoryMb: 512,
});
