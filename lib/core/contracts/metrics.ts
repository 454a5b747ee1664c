/** CloudWatch metrics: SageMaker's that guard a release, and the few of our own. */
import type { IncidentKind } from './incidents.ts';

export const SAGEMAKER_NAMESPACE = 'AWS/SageMaker';
export const SLUICE_NAMESPACE = 'Sluice';

/** 1 while an incident of the kind is open at a stage, else 0. Dimensions: Platform, Model, Stage. No others but these. */
export const INCIDENT_METRICS: Readonly<Record<IncidentKind, string>> = {
  drift: 'Drift',
  health: 'Health',
  performance: 'Performance',
};
/** Never published: the `abort` alarm of a release watches it, so that only SetAlarmState moves the alarm. */
export const ABORT_METRIC = 'ReleaseAbort';
