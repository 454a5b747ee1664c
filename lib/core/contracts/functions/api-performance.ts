import { functionContract } from './contract.ts';
import { READ_PERFORMANCE } from './performance-rights.ts';
import { READ_REGISTRY } from './registry-rights.ts';

export const apiPerformance = functionContract({
  area: 'api',
  name: 'performance',
  description: 'POST of labels that came late; GET of how well the versions of a stage do',
  env: [
    'PLATFORM',
    'REGISTRY_TABLE',
    'EVENTS_TABLE',
    'DATA_BUCKET',
    'ARTIFACT_BUCKET',
    'CAPTURE_BUCKET',
    'POLICY',
    'SESSION_NAME_ROLES',
  ],
  needs: [
    READ_REGISTRY,
    ...READ_PERFORMANCE,
    { actions: ['s3:PutObject'], on: 'data-objects', keys: ['*/kept-labels/posted/*'] },
  ],
  // Below the 30 s of API Gateway. At this size it has a core of its own: 256 MB of captures and their labels take 7 CPU seconds.
  timeoutSeconds: 29,
  memoryMb: 1769,
});
