/** CloudWatch metrics: SageMaker's that guard a release, and the few of our own. */
export const SAGEMAKER_NAMESPACE = 'AWS/SageMaker';
export const SLUICE_NAMESPACE = 'Sluice';

/** 1 when the newest window of a stage drifted, else 0. Dimensions: Platform, Model, Stage. */
export const DRIFT_METRIC = 'Drift';
/** Never published: the `abort` alarm of a release watches it, so that only SetAlarmState moves the alarm. */
export const ABORT_METRIC = 'ReleaseAbort';
