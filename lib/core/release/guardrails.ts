/** What guards a release: its three alarms, and the deployment SageMaker carries out behind them. */

import type { IncidentKind } from '../contracts/incidents.ts';
import { ABORT_METRIC, INCIDENT_METRICS, SAGEMAKER_NAMESPACE, SLUICE_NAMESPACE } from '../contracts/metrics.ts';
import { driftAlarmName, performanceAlarmName, RELEASE_ALARMS, releaseAlarmName, VARIANT } from '../contracts/names.ts';
import type { Rollout } from './share.ts';

/** When a release is rolled back. */
export interface Limits {
  /** Share of the requests that may end in 5xx, 0 to 1. */
  errorRate: number;
  /** 99th percentile of the model's latency, milliseconds. */
  latencyMs: number;
}

/** Where the manifest names no limit. */
const DEFAULT_LIMITS: Limits = { errorRate: 0.05, latencyMs: 1000 };

/** Arguments of CloudWatch PutMetricAlarm, as far as Sluice uses them. */
export type AlarmArguments = {
  AlarmName: string;
  AlarmDescription: string;
  Namespace: string;
  MetricName: string;
  Dimensions: { Name: string; Value: string }[];
  Statistic?: 'Average' | 'Maximum';
  ExtendedStatistic?: string;
  Period: number;
  EvaluationPeriods: number;
  DatapointsToAlarm: number;
  Threshold: number;
  ComparisonOperator: 'GreaterThanOrEqualToThreshold' | 'GreaterThanThreshold';
  TreatMissingData: 'notBreaching' | 'ignore';
};

/** Where whoever meets the alarm reads on. */
const seeRunbook = (entry: string): string => `See lib/docs/runbook.md#${entry}.`;

/** Two bad minutes of three: one slow start or one burst of a broken client is not a reason to go back. */
const TWO_OF_THREE_MINUTES = { Period: 60, EvaluationPeriods: 3, DatapointsToAlarm: 2 } as const;
const ONE_MINUTE = { Period: 60, EvaluationPeriods: 1, DatapointsToAlarm: 1 } as const;
const MICROSECONDS = 1000;

/** The limits of a stage's manifest, where it names them. */
export const limitsOf = ({ errorRate, latencyMs }: Partial<Record<keyof Limits, number | undefined>>): Limits => ({
  errorRate: errorRate ?? DEFAULT_LIMITS.errorRate,
  latencyMs: latencyMs ?? DEFAULT_LIMITS.latencyMs,
});

/** Dimensions of SageMaker's metrics for a stage, whichever configuration answers. */
export const stageDimensions = (endpoint: string): Record<string, string> => ({
  EndpointName: endpoint,
  VariantName: VARIANT,
});

/** Dimensions of SageMaker's metrics for one configuration: with the third one the old fleet does not count. */
export const fleetDimensions = (endpoint: string, configuration: string): Record<string, string> => ({
  ...stageDimensions(endpoint),
  EndpointConfigName: configuration,
});

const dimensionList = (dimensions: Record<string, string>): { Name: string; Value: string }[] =>
  Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));

/**
 * The alarms of one release, named after its configuration: `errors` and `latency` see the new fleet only, and without
 * traffic they are quiet; `abort` has no data ever, so only SetAlarmState moves it, and missing data keeps it there.
 */
export function releaseAlarms(endpoint: string, configuration: string, limits: Limits): AlarmArguments[] {
  const fleet = dimensionList(fleetDimensions(endpoint, configuration));
  return [
    {
      AlarmName: releaseAlarmName(configuration, 'errors'),
      AlarmDescription: `Release guard of ${configuration}: share of requests that end in 5xx. ${seeRunbook('release-alarm-errors')}`,
      Namespace: SAGEMAKER_NAMESPACE,
      MetricName: 'Invocation5XXErrors',
      Dimensions: fleet,
      Statistic: 'Average',
      Threshold: limits.errorRate,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      ...TWO_OF_THREE_MINUTES,
    },
    {
      AlarmName: releaseAlarmName(configuration, 'latency'),
      AlarmDescription: `Release guard of ${configuration}: 99th percentile of the model's latency, in microseconds. ${seeRunbook('release-alarm-latency')}`,
      Namespace: SAGEMAKER_NAMESPACE,
      MetricName: 'ModelLatency',
      Dimensions: fleet,
      ExtendedStatistic: 'p99',
      Threshold: limits.latencyMs * MICROSECONDS,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      ...TWO_OF_THREE_MINUTES,
    },
    {
      AlarmName: releaseAlarmName(configuration, 'abort'),
      AlarmDescription: `Release guard of ${configuration}: Sluice sets it to ALARM to make SageMaker go back. ${seeRunbook('release-alarm-abort')}`,
      Namespace: SLUICE_NAMESPACE,
      MetricName: ABORT_METRIC,
      Dimensions: dimensionList({ EndpointConfigName: configuration }),
      Statistic: 'Maximum',
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'ignore',
      ...ONE_MINUTE,
    },
  ];
}

type StageName = readonly [platform: string, model: string, stage: string];

/** The alarm of a stage that the drift monitor feeds; it stays while the stage lives. */
export const driftAlarm = (...stage: StageName): AlarmArguments =>
  incidentAlarm(stage, 'drift', {
    AlarmName: driftAlarmName(...stage),
    AlarmDescription: `Live data of ${stage[1]}/${stage[2]} differs from what its version was trained on. ${seeRunbook('drift-opened')}`,
  });

/** The alarm of a stage that the daily look at its labels feeds; it stays while the stage lives. */
export const performanceAlarm = (...stage: StageName): AlarmArguments =>
  incidentAlarm(stage, 'performance', {
    AlarmName: performanceAlarmName(...stage),
    AlarmDescription: `By the labels that came, what serves ${stage[1]}/${stage[2]} does worse than on its held-out rows. ${seeRunbook('performance-opened')}`,
  });

const incidentAlarm = (
  [Platform, Model, Stage]: StageName,
  kind: IncidentKind,
  about: Pick<AlarmArguments, 'AlarmName' | 'AlarmDescription'>,
): AlarmArguments => ({
  ...about,
  Namespace: SLUICE_NAMESPACE,
  MetricName: INCIDENT_METRICS[kind],
  Dimensions: dimensionList({ Platform, Model, Stage }),
  Statistic: 'Maximum',
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  // A window without an answer says nothing, so the last answer stands.
  TreatMissingData: 'ignore',
  ...ONE_MINUTE,
});

/**
 * Seconds the old fleet is kept after all traffic has moved. The alarms need up to 3 minutes of full load to fire and
 * SageMaker's metrics lag by up to 2, so for 5 minutes the way back is still open, and "no traffic came" can be told from
 * "the numbers are late". It costs 5 minutes of the old fleet a release.
 */
export const TERMINATION_WAIT_SECONDS = 300;
const LONGEST_WAIT_SECONDS = 3600;
/** What SageMaker may take for making and ending instances, on top of the waits. */
const PROVISIONING_SECONDS = 3600;

export type DeploymentConfig = {
  BlueGreenUpdatePolicy: {
    TrafficRoutingConfiguration: {
      Type: 'CANARY' | 'ALL_AT_ONCE';
      WaitIntervalInSeconds: number;
      CanarySize?: { Type: 'CAPACITY_PERCENT'; Value: number };
    };
    TerminationWaitInSeconds: number;
    MaximumExecutionTimeoutInSeconds: number;
  };
  AutoRollbackConfiguration: { Alarms: { AlarmName: string }[] };
};

/**
 * A canary bakes on its share and then keeps the old fleet for the termination wait. All-at-once has no step to bake on,
 * so its bake is the termination wait: the longer of the two.
 *
 * @throws Error for a strategy Sluice does not know
 */
export function deploymentConfig(configuration: string, rollout: Rollout): DeploymentConfig {
  const bake = Math.min(LONGEST_WAIT_SECONDS, rollout.bakeMinutes * 60);
  const canary = rollout.strategy === 'canary';
  if (!canary && rollout.strategy !== 'all-at-once')
    throw new Error(`rollout.strategy ${rollout.strategy} is not supported yet; use canary or all-at-once`);
  const terminationWait = canary ? TERMINATION_WAIT_SECONDS : Math.max(bake, TERMINATION_WAIT_SECONDS);
  const interval = canary ? bake : 0;
  return {
    BlueGreenUpdatePolicy: {
      TrafficRoutingConfiguration: {
        Type: canary ? 'CANARY' : 'ALL_AT_ONCE',
        WaitIntervalInSeconds: interval,
        ...(canary ? { CanarySize: { Type: 'CAPACITY_PERCENT' as const, Value: rollout.size ?? 50 } } : {}),
      },
      TerminationWaitInSeconds: terminationWait,
      MaximumExecutionTimeoutInSeconds: interval + terminationWait + PROVISIONING_SECONDS,
    },
    AutoRollbackConfiguration: {
      Alarms: RELEASE_ALARMS.map((alarm) => ({ AlarmName: releaseAlarmName(configuration, alarm) })),
    },
  };
}
