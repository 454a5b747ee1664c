import { functionContract } from './contract.ts';
import { PUT_EVENTS } from './event-rights.ts';
import { PUBLISH_METRICS } from './metric-rights.ts';
import { CHANGE_REGISTRY } from './registry-rights.ts';

export const releaseConclude = functionContract({
  area: 'release',
  name: 'conclude',
  description: 'Makes the stage point at the version that really serves, and frees its lock.',
  env: ['PLATFORM', 'ACCOUNT', 'REGION', 'REGISTRY_TABLE', 'EVENTS_TABLE'],
  needs: [...CHANGE_REGISTRY, PUBLISH_METRICS, PUT_EVENTS],
  timeoutSeconds: 60,
  memoryMb: 512,
});
