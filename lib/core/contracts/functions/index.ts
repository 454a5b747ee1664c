/** The contracts of all functions. */
import { apiApprovals } from './api-approvals.ts';
import { apiModels } from './api-models.ts';
import { apiPerformance } from './api-performance.ts';
import { apiPredictions } from './api-predictions.ts';
import { apiQueries } from './api-queries.ts';
import { apiReleases } from './api-releases.ts';
import { apiUploads } from './api-uploads.ts';
import type { FunctionContract } from './contract.ts';
import { intakeStart } from './intake-start.ts';
import { monitoringDrift } from './monitoring-drift.ts';
import { monitoringDrill } from './monitoring-drill.ts';
import { monitoringExecutions } from './monitoring-executions.ts';
import { monitoringNotify } from './monitoring-notify.ts';
import { monitoringPerformance } from './monitoring-performance.ts';
import { monitoringRetrain } from './monitoring-retrain.ts';
import { monitoringSchedule } from './monitoring-schedule.ts';
import { releaseConclude } from './release-conclude.ts';
import { releaseGuard } from './release-guard.ts';
import { releasePlan } from './release-plan.ts';
import { releaseWatch } from './release-watch.ts';
import { trainingCheck } from './training-check.ts';
import { trainingEvaluate } from './training-evaluate.ts';
import { trainingPrepare } from './training-prepare.ts';
import { trainingRange } from './training-range.ts';
import { trainingRegister } from './training-register.ts';

export const FUNCTIONS: readonly FunctionContract[] = [
  apiModels,
  apiUploads,
  apiQueries,
  apiApprovals,
  apiReleases,
  apiPredictions,
  apiPerformance,
  intakeStart,
  trainingCheck,
  trainingRange,
  trainingPrepare,
  trainingEvaluate,
  trainingRegister,
  releasePlan,
  releaseWatch,
  releaseConclude,
  releaseGuard,
  monitoringSchedule,
  monitoringDrift,
  monitoringPerformance,
  monitoringNotify,
  monitoringExecutions,
  monitoringRetrain,
  monitoringDrill,
];
