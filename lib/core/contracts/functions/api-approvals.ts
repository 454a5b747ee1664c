import { functionContract } from './contract.ts';
import { CHANGE_REGISTRY } from './registry-rights.ts';

export const apiApprovals = functionContract({
  area: 'api',
  name: 'approvals',
  description: 'POST of approvals and of decisions on them, and the messages about both',
  env: [
    'PLATFORM',
    'ACCOUNT',
    'REGION',
    'REGISTRY_TABLE',
    'EVENTS_TABLE',
    'NOTIFICATIONS_TOPIC',
    'POLICY',
    'SESSION_NAME_ROLES',
  ],
  needs: [...CHANGE_REGISTRY, { actions: ['sns:Publish'], on: 'notifications-topic' }],
  timeoutSeconds: 15,
  memoryMb: 512,
});
