import { pendingVariantStatus } from '../engine/status.ts';
import { publish, type Service, tagMap } from '../service.ts';
import type { Endpoint } from './parts.ts';

/** Endpoint events carry the status in UPPER_SNAKE and times in milliseconds. */
function common(service: Service, endpoint: Endpoint) {
  const state = endpoint.state();
  return {
    EndpointName: endpoint.name,
    EndpointArn: endpoint.arn,
    EndpointConfigName: endpoint.serving().config.name,
    ProductionVariants: state.blue?.configuration.variants.map((variant) => ({
      VariantName: variant.name,
      CurrentWeight: variant.weight,
      DesiredWeight: variant.weight,
      CurrentInstanceCount: variant.instances,
      DesiredInstanceCount: variant.instances,
    })),
    EndpointStatus: state.status.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase(),
    FailureReason: state.failureReason,
    CreationTime: endpoint.createdAt,
    LastModifiedTime: endpoint.modifiedAt(),
    Tags: tagMap(service, endpoint.arn),
  };
}

export function publishEndpoint(service: Service, endpoint: Endpoint): void {
  // A deleted endpoint is gone; its last event is DELETING.
  if (endpoint.state().status === 'Deleted') return;
  publish(service, {
    detailType: 'SageMaker Endpoint State Change',
    resource: endpoint.arn,
    detail: common(service, endpoint),
  });
}

export function publishEndpointDeployment(service: Service, endpoint: Endpoint): void {
  const { deployment } = endpoint.state();
  publish(service, {
    detailType: 'SageMaker Endpoint Deployment State Change',
    resource: endpoint.arn,
    detail: {
      ...common(service, endpoint),
      PendingDeploymentSummary: deployment && {
        EndpointConfigName: deployment.green.configuration.name,
        StartTime: deployment.startedAt,
        ProductionVariants: deployment.green.configuration.variants.map((variant) => {
          const { status, message, since } = pendingVariantStatus(deployment, variant);
          return {
            VariantName: variant.name,
            DesiredInstanceCount: variant.instances,
            VariantStatus: [{ Status: status, StatusMessage: message, StartTime: since }],
          };
        }),
      },
    },
  });
}
