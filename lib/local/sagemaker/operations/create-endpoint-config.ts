import { parseS3Uri } from '../cloud/s3-uri.ts';
import { endpointConfigRequest } from '../requests/endpoint-config.ts';
import type { Service } from '../service.ts';
import type { ConfigRecord } from '../state/records.ts';
import { arnOf } from '../wire/arn.ts';
import { invalid } from '../wire/errors.ts';
import { requireModel } from './create-model.ts';
import { operation } from './operation.ts';

export const createEndpointConfig = operation('CreateEndpointConfig', endpointConfigRequest, (request, service) => {
  const name = request.EndpointConfigName;
  const arn = arnOf(service.scope, 'endpoint-config', name);
  if (service.configs.has(name)) throw invalid(`Cannot create already existing endpoint configuration "${arn}".`);
  const names = request.ProductionVariants.map((variant) => variant.VariantName);
  const twice = names.find((one, index) => names.indexOf(one) !== index);
  if (twice)
    throw invalid(`Variant names must be unique within an endpoint configuration; ${twice} is there more than once.`);
  for (const variant of request.ProductionVariants) requireModel(service, variant.ModelName);
  if (request.DataCaptureConfig) parseS3Uri(request.DataCaptureConfig.DestinationS3Uri);
  service.configs.set(name, { name, arn, createdAt: Date.now(), input: request });
  service.tags.set(arn, request.Tags ?? []);
  return { EndpointConfigArn: arn };
});

/** @throws ApiError ValidationException in AWS's words */
export function requireConfig(service: Service, name: string): ConfigRecord {
  const config = service.configs.get(name);
  if (!config)
    throw invalid(`Could not find endpoint configuration "${arnOf(service.scope, 'endpoint-config', name)}".`);
  return config;
}
