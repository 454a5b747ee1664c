import * as z from 'zod';
import { openEndpoint } from '../hosting/endpoint.ts';
import type { Endpoint, Target } from '../hosting/parts.ts';
import { deploymentConfig, planOf } from '../requests/deployment-config.ts';
import type { Service } from '../service.ts';
import { entityName, tags } from '../validation/shapes.ts';
import { arnOf } from '../wire/arn.ts';
import { invalid } from '../wire/errors.ts';
import { requireConfig } from './create-endpoint-config.ts';
import { requireModel } from './create-model.ts';
import { operation } from './operation.ts';

const input = z.strictObject({
  EndpointName: entityName,
  EndpointConfigName: entityName,
  DeploymentConfig: deploymentConfig.optional(),
  Tags: tags.optional(),
});

export const createEndpoint = operation('CreateEndpoint', input, (request, service) => {
  const name = request.EndpointName;
  const arn = arnOf(service.scope, 'endpoint', name);
  if (service.endpoints.has(name)) throw invalid(`Cannot create already existing endpoint "${arn}".`);
  const target = targetOf(service, request.EndpointConfigName);
  // It has no effect now and is only remembered, but it must be a good one.
  planOf(request.DeploymentConfig);
  service.tags.set(arn, request.Tags ?? []);
  const endpoint = openEndpoint(service, {
    name,
    arn,
    target,
    deploymentConfig: request.DeploymentConfig,
  });
  service.endpoints.set(name, endpoint);
  return { EndpointArn: arn };
});

/**
 * A configuration and its models as they are now.
 * @throws ApiError ValidationException when one of them is not there
 */
export function targetOf(service: Service, configName: string): Target {
  const config = requireConfig(service, configName);
  const models = config.input.ProductionVariants.map(
    (variant) => [variant.VariantName, requireModel(service, variant.ModelName)] as const,
  );
  return { config, models: new Map(models) };
}

/** @throws ApiError ValidationException in AWS's words */
export function requireEndpoint(service: Service, name: string): Endpoint {
  const endpoint = service.endpoints.get(name);
  if (!endpoint) throw invalid(`Could not find endpoint "${arnOf(service.scope, 'endpoint', name)}".`);
  return endpoint;
}
