import * as z from 'zod';
import { RefusedTransition } from '../engine/events.ts';
import type { Target } from '../hosting/parts.ts';
import { deploymentConfig, planOf } from '../requests/deployment-config.ts';
import { entityName, notYet, onlyFalse } from '../validation/shapes.ts';
import { invalid } from '../wire/errors.ts';
import { requireEndpoint, targetOf } from './create-endpoint.ts';
import { operation } from './operation.ts';

const input = z.strictObject({
  EndpointName: entityName,
  EndpointConfigName: entityName,
  // Nothing can differ from the configuration here, because weights and capacities cannot be changed yet.
  RetainAllVariantProperties: onlyFalse,
  ExcludeRetainedVariantProperties: notYet,
  DeploymentConfig: deploymentConfig.optional(),
  RetainDeploymentConfig: z.boolean().optional(),
});

export const updateEndpoint = operation('UpdateEndpoint', input, (request, service) => {
  const endpoint = requireEndpoint(service, request.EndpointName);
  const { status } = endpoint.state();
  if (status === 'Failed')
    throw invalid(`Cannot update failed endpoint "${endpoint.arn}". Please delete the endpoint instead.`);
  if (status !== 'InService') throw inProgress('update', endpoint.arn);
  const target = targetOf(service, request.EndpointConfigName);
  const config =
    request.DeploymentConfig ?? (request.RetainDeploymentConfig ? endpoint.lastDeploymentConfig() : undefined);
  const plan = planOf(config);
  if (config) requireSameVariants(endpoint.serving().config.input, target);
  try {
    endpoint.update(target, plan, config);
  } catch (error) {
    if (error instanceof RefusedTransition) throw inProgress('update', endpoint.arn);
    throw error;
  }
  return { EndpointArn: endpoint.arn };
});

/** Guarded updates shift the traffic of a variant to the variant of the same name. */
function requireSameVariants(serving: Target['config']['input'], target: Target): void {
  const namesOf = (config: Target['config']['input']) => config.ProductionVariants.map((one) => one.VariantName).sort();
  const [before, after] = [namesOf(serving), namesOf(target.config.input)];
  if (before.join() === after.join()) return;
  throw invalid(
    `An update with a DeploymentConfig needs the same variant names in both configurations; the endpoint has ${before.join(', ')}, the new configuration ${after.join(', ')}.`,
  );
}

export function inProgress(verb: 'update' | 'delete', arn: string) {
  return invalid(`Cannot ${verb} in-progress endpoint "${arn}".`);
}
