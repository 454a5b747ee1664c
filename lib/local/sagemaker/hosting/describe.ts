import type { Configuration } from '../engine/state.ts';
import { pendingVariantStatus, servingVariantStatus, type VariantStatus } from '../engine/status.ts';
import { epochSeconds } from '../wire/time.ts';
import type { Endpoint, Target } from './parts.ts';

/** The Describe document of an endpoint. Members without a value are left out by JSON. */
export function describeEndpoint(endpoint: Endpoint) {
  const state = endpoint.state();
  const { config } = endpoint.serving();
  const capture = config.input.DataCaptureConfig;
  const serving = state.blue;
  return {
    EndpointName: endpoint.name,
    EndpointArn: endpoint.arn,
    EndpointConfigName: config.name,
    EndpointStatus: state.status,
    FailureReason: state.failureReason,
    CreationTime: epochSeconds(endpoint.createdAt),
    LastModifiedTime: epochSeconds(endpoint.modifiedAt()),
    LastDeploymentConfig: endpoint.lastDeploymentConfig(),
    ProductionVariants: serving
      ? variants(
          serving.configuration,
          endpoint.serving(),
          serving.health === 'terminating' ? 0 : undefined,
          (variant) => servingVariantStatus(state, variant),
        )
      : undefined,
    DataCaptureConfig: capture
      ? {
          EnableCapture: capture.EnableCapture,
          CaptureStatus: capture.EnableCapture && state.status !== 'Creating' ? 'Started' : 'Stopped',
          CurrentSamplingPercentage: capture.InitialSamplingPercentage,
          DestinationS3Uri: capture.DestinationS3Uri,
          KmsKeyId: capture.KmsKeyId,
        }
      : undefined,
    PendingDeploymentSummary: pendingSummary(endpoint),
  };
}

function pendingSummary(endpoint: Endpoint) {
  const { deployment } = endpoint.state();
  const target = endpoint.pending();
  if (!deployment || !target) return undefined;
  const instances = deployment.phase.name === 'launching' ? 0 : undefined;
  return {
    EndpointConfigName: target.config.name,
    ProductionVariants: variants(deployment.green.configuration, target, instances, (variant) =>
      pendingVariantStatus(deployment, variant),
    ),
    StartTime: epochSeconds(deployment.startedAt),
  };
}

/** @param instances the current number where it is not the configured one */
function variants(
  configuration: Configuration,
  { config, models }: Target,
  instances: number | undefined,
  statusOf: (variant: Configuration['variants'][number]) => VariantStatus | undefined,
) {
  return configuration.variants.map((variant) => {
    const image = models.get(variant.name)?.input.PrimaryContainer.Image;
    const status = statusOf(variant);
    const asked = config.input.ProductionVariants.find((one) => one.VariantName === variant.name);
    return {
      VariantName: variant.name,
      DeployedImages:
        image === undefined
          ? undefined
          : [{ SpecifiedImage: image, ResolvedImage: image, ResolutionTime: epochSeconds(config.createdAt) }],
      CurrentWeight: variant.weight,
      DesiredWeight: variant.weight,
      CurrentInstanceCount: instances ?? variant.instances,
      DesiredInstanceCount: variant.instances,
      RoutingConfig: asked?.RoutingConfig,
      VariantStatus: status
        ? [{ Status: status.status, StatusMessage: status.message, StartTime: epochSeconds(status.since) }]
        : undefined,
    };
  });
}
