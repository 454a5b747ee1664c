import { functionContract } from './contract.ts';

export const apiModels = functionContract({
  area: 'api',
  name: 'models',
  description: 'PUT of a model: checks its manifest and stores it as the next revision',
  env: ['REGISTRY_TABLE', 'EVENTS_TABLE', 'POLICY', 'SESSION_NAME_ROLES'],
  needs: [
    { actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], on: 'registry-table' },
    { actions: ['dynamodb:PutItem'], on: 'events-table' },
  ],
  timeoutSeconds: 15,
  memoryMb: 512,
});
