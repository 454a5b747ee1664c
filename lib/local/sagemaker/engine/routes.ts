import type { Configuration, EndpointState, Fleet } from './state.ts';
import { activeInstances, stepAt } from './steps.ts';

/** Where a request may go, with its probability. The shares of all routes sum to 1. */
export interface Route {
  readonly fleet: string;
  readonly configuration: string;
  readonly variant: string;
  /** How many of the variant's instances take traffic. */
  readonly instances: number;
  readonly share: number;
}

/**
 * The routes of an endpoint. The share of the new fleet follows its activated instances: of the traffic that its
 * weights give to a variant it takes active/all, and the old fleet takes the rest by its own weights.
 */
export function routesOf(state: EndpointState): readonly Route[] {
  if (state.status !== 'InService' && state.status !== 'Updating') return [];
  const { blue, deployment } = state;
  const phase = deployment?.phase;
  if (!deployment || !phase || phase.name === 'launching' || phase.name === 'rolling-back') return whole(blue, 1);
  if (phase.name === 'terminating') return whole(deployment.green, 1);

  const { capacity } = stepAt(deployment.plan, phase.step);
  const green = weighted(deployment.green.configuration).map(({ variant, weight }) => {
    const active = activeInstances(variant, capacity);
    return route(deployment.green, variant.name, active, (weight * active) / variant.instances);
  });
  const full = deployment.green.configuration.variants.every(
    (variant) => activeInstances(variant, capacity) === variant.instances,
  );
  const greenShare = full ? 1 : green.reduce((sum, one) => sum + one.share, 0);
  return [...green, ...whole(blue, 1 - greenShare)].filter((one) => one.share > 0);
}

function whole(fleet: Fleet | undefined, share: number): Route[] {
  if (!fleet || share <= 0) return [];
  return weighted(fleet.configuration)
    .map(({ variant, weight }) => route(fleet, variant.name, variant.instances, share * weight))
    .filter((one) => one.share > 0);
}

function route(fleet: Fleet, variant: string, instances: number, share: number): Route {
  return { fleet: fleet.id, configuration: fleet.configuration.name, variant, instances, share };
}

/** Variants with weights that sum to 1; equal ones where all are zero. */
function weighted(configuration: Configuration) {
  const total = configuration.variants.reduce((sum, variant) => sum + variant.weight, 0);
  return configuration.variants.map((variant) => ({
    variant,
    weight: total > 0 ? variant.weight / total : 1 / configuration.variants.length,
  }));
}
