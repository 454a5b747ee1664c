import { functionContract } from './contract.ts';
import { CHANGE_REGISTRY } from './registry-rights.ts';

export const trainingRegister = functionContract({
  area: 'training',
  name: 'register',
  description: 'Records how a run ended, and the version it made.',
  env: ['PLATFORM', 'ACCOUNT', 'REGION', 'REGISTRY_TABLE', 'EVENTS_TABLE', 'ARTIFACT_BUCKET', 'POLICY'],
  needs: [
    ...CHANGE_REGISTRY,
    { actions: ['s3:GetObject'], on: 'artifact-objects', keys: ['*/runs/*/evaluation.json'] },
  ],
  timeoutSeconds: 60,
  memoryMb: 512,
});
