import { functionContract } from './contract.ts';

export const apiPredictions = functionContract({
  area: 'api',
  name: 'predictions',
  description: 'POST of a prediction: passes it to the endpoint of the stage',
  env: ['REGISTRY_TABLE', 'EVENTS_TABLE', 'SESSION_NAME_ROLES'],
  needs: [
    { actions: ['dynamodb:GetItem'], on: 'registry-table' },
    { actions: ['sagemaker:InvokeEndpoint'], on: 'platform-endpoints' },
  ],
  // Above the 25 s that the model gets, below the 30 s of API Gateway.
  timeoutSeconds: 29,
  memoryMb: 512,
});
