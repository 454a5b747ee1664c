import * as z from 'zod';
import type { DeploymentPlan } from '../engine/state.ts';
import { NO_GUARDRAILS } from '../engine/state.ts';
import { notYet, partlySupported } from '../validation/shapes.ts';
import { invalid } from '../wire/errors.ts';

const capacitySize = z.strictObject({
  Type: z.enum(['INSTANCE_COUNT', 'CAPACITY_PERCENT']),
  Value: z.number().int().min(1),
});

const waitSeconds = z.number().int().min(0).max(3600);

/** DeploymentConfig of CreateEndpoint and UpdateEndpoint. */
export const deploymentConfig = z.strictObject({
  BlueGreenUpdatePolicy: z
    .strictObject({
      TrafficRoutingConfiguration: z.strictObject({
        Type: partlySupported(['ALL_AT_ONCE', 'CANARY', 'LINEAR'], ['ALL_AT_ONCE', 'CANARY']),
        WaitIntervalInSeconds: waitSeconds,
        CanarySize: capacitySize.optional(),
        LinearStepSize: notYet,
      }),
      TerminationWaitInSeconds: waitSeconds.optional(),
      MaximumExecutionTimeoutInSeconds: z.number().int().min(600).max(28_800).optional(),
    })
    .optional(),
  RollingUpdatePolicy: notYet,
  AutoRollbackConfiguration: z
    .strictObject({
      Alarms: z
        .array(
          z.strictObject({
            AlarmName: z
              .string()
              .min(1)
              .max(255)
              .regex(/^(?!\s*$).+$/),
          }),
        )
        .min(1)
        .max(10)
        .optional(),
    })
    .optional(),
});

export type DeploymentConfigInput = z.output<typeof deploymentConfig>;

/** The largest canary, in percent of a variant's capacity. */
const CANARY_PERCENT_LIMIT = 50;

/**
 * The engine's plan for a DeploymentConfig; without one the update is all at once, with no bake.
 * @throws ApiError for members that do not fit together
 */
export function planOf(config: DeploymentConfigInput | undefined): DeploymentPlan {
  const alarms = config?.AutoRollbackConfiguration?.Alarms?.map((alarm) => alarm.AlarmName) ?? [];
  const policy = config?.BlueGreenUpdatePolicy;
  if (!policy) return { ...NO_GUARDRAILS, alarms };
  const routing = policy.TrafficRoutingConfiguration;
  const terminationWaitSeconds = policy.TerminationWaitInSeconds ?? 0;
  const maximumExecutionSeconds = policy.MaximumExecutionTimeoutInSeconds;
  const canary = routing.Type === 'CANARY';
  if (canary && !routing.CanarySize) throw invalid('CanarySize must be given when the traffic routing type is CANARY.');
  if (!canary && routing.CanarySize)
    throw invalid('CanarySize can only be given when the traffic routing type is CANARY.');
  if (routing.CanarySize?.Type === 'CAPACITY_PERCENT' && routing.CanarySize.Value > CANARY_PERCENT_LIMIT) {
    throw invalid(`CanarySize must be at most ${CANARY_PERCENT_LIMIT} percent of the capacity.`);
  }
  const waits = (canary ? routing.WaitIntervalInSeconds : 0) + terminationWaitSeconds;
  if (maximumExecutionSeconds !== undefined && maximumExecutionSeconds <= waits) {
    throw invalid(
      `MaximumExecutionTimeoutInSeconds (${maximumExecutionSeconds}) must be greater than the sum of the waits (${waits}).`,
    );
  }
  return {
    routing: routing.CanarySize
      ? {
          type: 'CANARY',
          size: { type: routing.CanarySize.Type, value: routing.CanarySize.Value },
          waitSeconds: routing.WaitIntervalInSeconds,
        }
      : { type: 'ALL_AT_ONCE' },
    terminationWaitSeconds,
    maximumExecutionSeconds,
    alarms,
  };
}
