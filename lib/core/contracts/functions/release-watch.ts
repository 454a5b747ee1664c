import { functionContract } from './contract.ts';
import { PUT_REGISTRY, READ_REGISTRY } from './registry-rights.ts';

export const releaseWatch = functionContract({
  area: 'release',
  name: 'watch',
  description: 'Judges one look at a release under way and records its progress.',
  env: ['REGISTRY_TABLE', 'EVENTS_TABLE'],
  needs: [
    READ_REGISTRY,
    PUT_REGISTRY,
    { actions: ['cloudwatch:DescribeAlarms'], on: 'platform-alarms' },
    // GetMetricData knows no resources.
    { actions: ['cloudwatch:GetMetricData'], on: 'any' },
  ],
  timeoutSeconds: 30,
  memoryMb: 512,
});
