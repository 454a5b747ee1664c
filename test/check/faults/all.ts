import type { CloudFault } from './fault.ts';
import { FUNCTION_FAULTS } from './functions.ts';
import { IAM_FAULTS } from './iam.ts';
import { MESSAGING_FAULTS } from './messaging.ts';
import { STORAGE_FAULTS } from './storage.ts';
import { WORKFLOW_FAULTS } from './workflows.ts';

export const CLOUD_FAULTS: readonly CloudFault[] = [
  ...STORAGE_FAULTS,
  ...MESSAGING_FAULTS,
  ...FUNCTION_FAULTS,
  ...IAM_FAULTS,
  ...WORKFLOW_FAULTS,
];
