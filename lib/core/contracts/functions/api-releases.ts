import { functionContract } from './contract.ts';

export const apiReleases = functionContract({
  area: 'api',
  name: 'releases',
  description: 'POST of a release: takes the lock of the stage and starts the release workflow',
  env: ['PLATFORM', 'REGISTRY_TABLE', 'EVENTS_TABLE', 'RELEASE_STATE_MACHINE', 'POLICY', 'SESSION_NAME_ROLES'],
  needs: [
    { actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], on: 'registry-table' },
    { actions: ['dynamodb:PutItem'], on: 'events-table' },
    { actions: ['states:StartExecution'], on: 'release-state-machine' },
    { actions: ['states:DescribeExecution'], on: 'release-executions' },
  ],
  timeoutSeconds: 15,
  memoryMb: 512,
});
