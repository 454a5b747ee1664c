import { functionContract } from './contract.ts';
import { READ_COLLECTIONS } from './registry-rights.ts';

export const releaseGuard = functionContract({
  area: 'release',
  name: 'guard',
  description: 'Refuses the deletion of a stack while a stage is live.',
  env: ['PLATFORM', 'REGISTRY_TABLE', 'EVENTS_TABLE'],
  needs: [READ_COLLECTIONS],
  timeoutSeconds: 60,
  memoryMb: 256,
});
