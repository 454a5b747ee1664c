/** Every route has its operation: one that is forgotten does not compile. */
import type { RouteName } from '../../routes.ts';
import type { Operation } from '../operation.ts';
import { approvalOperations } from './approvals.ts';
import { contractOperations } from './contract.ts';
import { documentOperations } from './document.ts';
import { driftOperations } from './drift.ts';
import { eventOperations } from './events.ts';
import { modelOperations } from './models.ts';
import { performanceOperations } from './performance.ts';
import { predictionOperations } from './predictions.ts';
import { releaseOperations } from './releases.ts';
import { runOperations } from './runs.ts';
import { stageOperations } from './stages.ts';
import { uploadOperations } from './uploads.ts';
import { versionOperations } from './versions.ts';

export const OPERATIONS: Readonly<Record<RouteName, Operation>> = {
  ...documentOperations,
  ...modelOperations,
  ...uploadOperations,
  ...contractOperations,
  ...runOperations,
  ...versionOperations,
  ...stageOperations,
  ...approvalOperations,
  ...releaseOperations,
  ...predictionOperations,
  ...performanceOperations,
  ...driftOperations,
  ...eventOperations,
};
