import { functionContract } from './contract.ts';
import { CHANGE_REGISTRY } from './registry-rights.ts';

export const monitoringRetrain = functionContract({
  area: 'monitoring',
  name: 'retrain',
  description: 'Starts a run on the newest accepted data when drift was found and the manifest asks for it.',
  env: ['REGISTRY_TABLE', 'EVENTS_TABLE', 'POLICY', 'TRAINING_STATE_MACHINE'],
  needs: [
    ...CHANGE_REGISTRY,
    { actions: ['states:StartExecution'], on: 'training-state-machine' },
    { actions: ['states:DescribeExecution'], on: 'training-executions' },
  ],
  timeoutSeconds: 30,
  memoryMb: 512,
});
