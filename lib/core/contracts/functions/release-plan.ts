import { functionContract } from './contract.ts';
import { CHANGE_REGISTRY } from './registry-rights.ts';

export const releasePlan = functionContract({
  area: 'release',
  name: 'plan',
  description: 'Checks the fence of a release and computes everything it will ask of AWS.',
  env: ['PLATFORM', 'REGISTRY_TABLE', 'EVENTS_TABLE', 'CAPTURE_BUCKET', 'SERVING_ROLE'],
  needs: CHANGE_REGISTRY,
  timeoutSeconds: 60,
  memoryMb: 512,
});
