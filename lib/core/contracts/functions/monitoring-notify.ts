import { functionContract } from './contract.ts';
import { PUT_REGISTRY, READ_REGISTRY } from './registry-rights.ts';

export const monitoringNotify = functionContract({
  area: 'monitoring',
  name: 'notify',
  description: 'Renders one message a happening and publishes it.',
  env: ['PLATFORM', 'ACCOUNT', 'REGION', 'REGISTRY_TABLE', 'EVENTS_TABLE', 'ARTIFACT_BUCKET', 'NOTIFICATIONS_TOPIC'],
  needs: [
    READ_REGISTRY,
    PUT_REGISTRY,
    { actions: ['s3:GetObject'], on: 'artifact-objects', keys: ['*/reports/drift/*', '*/reports/performance/*'] },
    { actions: ['sns:Publish'], on: 'notifications-topic' },
  ],
  timeoutSeconds: 60,
  memoryMb: 512,
});
