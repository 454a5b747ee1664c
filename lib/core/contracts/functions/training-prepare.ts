import { functionContract } from './contract.ts';
import { READ_REGISTRY } from './registry-rights.ts';

export const trainingPrepare = functionContract({
  area: 'training',
  name: 'prepare',
  description: 'Hashes the trained artefact and says how candidate and champion are scored.',
  env: [
    'PLATFORM',
    'REGION',
    'REGISTRY_TABLE',
    'EVENTS_TABLE',
    'ARTIFACT_BUCKET',
    'POLICY',
    'SERVING_ROLE',
    'VPC_SUBNETS',
    'VPC_SECURITY_GROUPS',
  ],
  needs: [
    READ_REGISTRY,
    { actions: ['s3:GetObject'], on: 'artifact-objects', keys: ['*/runs/*/artifact/*', '*/datasets/*/schema/*'] },
  ],
  timeoutSeconds: 300,
  memoryMb: 1024,
});
