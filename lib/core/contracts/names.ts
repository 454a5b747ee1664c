/**
 * Every name Sluice gives to something at run time, and the limits it must keep. Names are made here and nowhere else.
 *
 * `<platform>-<model>-...`: platform <= 10, model <= 28, stage <= 12 characters, so that the longest name (a transform
 * job: 10 + 1 + 28 + 1 + 12 + 1 + 4 + 2 + 4) stays within SageMaker's 63.
 */
export const PLATFORM_PATTERN = /^[a-z][a-z0-9]{0,9}$/;
export const MODEL_PATTERN = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
export const MODEL_MAX = 28;
export const STAGE_PATTERN = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
export const STAGE_MAX = 12;
/** SageMaker's limit for jobs, models, endpoints and their configurations. */
export const SAGEMAKER_NAME_MAX = 63;

export const isModelName = (text: string): boolean => text.length <= MODEL_MAX && MODEL_PATTERN.test(text);
export const isStageName = (text: string): boolean => text.length <= STAGE_MAX && STAGE_PATTERN.test(text);

/** The variant every endpoint of ours has; guarded updates need equal variant names in both configurations. */
export const VARIANT = 'primary';

function within(limit: number, name: string): string {
  if (name.length > limit)
    throw new RangeError(`the name ${name} has ${name.length} characters, the limit is ${limit}`);
  return name;
}

/** What all jobs of one execution begin with; the workflow appends `-<t|c|p><redrives>-<retries>`. @param uploadHash hex */
export const jobBase = (platform: string, model: string, uploadHash: string, attempt: number): string =>
  within(SAGEMAKER_NAME_MAX - 8, `${platform}-${model}-${uploadHash.slice(0, 12)}-${attempt}`);

/** A SageMaker model: one name for one content (artefact, image, environment). @param digest hex */
export const sagemakerModelName = (platform: string, model: string, digest: string): string =>
  within(SAGEMAKER_NAME_MAX, `${platform}-${model}-${digest.slice(0, 16)}`);

export const endpointName = (platform: string, model: string, stage: string): string =>
  within(SAGEMAKER_NAME_MAX, `${platform}-${model}-${stage}`);

/** The endpoint configuration of one release: the fencing number is in the name, so a stale release can never pass for a newer one. */
export const configurationName = (platform: string, model: string, stage: string, fence: number): string =>
  within(SAGEMAKER_NAME_MAX, `${endpointName(platform, model, stage)}-${String(fence).padStart(6, '0')}`);

/** Whether a release of Sluice may have made it; what people make by hand may be named anyhow. */
export const isConfigurationOf = (endpoint: string, configuration: string): boolean =>
  configuration.startsWith(`${endpoint}-`) && /^\d{6,}$/.test(configuration.slice(endpoint.length + 1));

export const RELEASE_ALARMS = ['errors', 'latency', 'abort'] as const;
export type ReleaseAlarm = (typeof RELEASE_ALARMS)[number];
export const releaseAlarmName = (configuration: string, alarm: ReleaseAlarm): string => `${configuration}-${alarm}`;

export const driftAlarmName = (platform: string, model: string, stage: string): string =>
  `${endpointName(platform, model, stage)}-drift`;

export const performanceAlarmName = (platform: string, model: string, stage: string): string =>
  `${endpointName(platform, model, stage)}-performance`;

/** The one alarm that a stack makes. */
export const deadLetterAlarmName = (platform: string): string => `${platform}-dead-letters`;

/** Step Functions execution names: at most 80. @param uploadHash 64 hex characters */
export const trainingExecutionName = (uploadHash: string, attempt: number): string =>
  within(80, `${uploadHash}-${attempt}`);
export const releaseExecutionName = (model: string, stage: string, release: string): string =>
  within(80, `${model}-${stage}-${release}`);
