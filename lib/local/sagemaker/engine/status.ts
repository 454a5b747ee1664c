import type { Deployment, EndpointState, Variant } from './state.ts';
import { activeInstances, stepAt } from './steps.ts';

/** ProductionVariantStatus of the API. */
export interface VariantStatus {
  readonly status: 'Creating' | 'Deleting' | 'ActivatingTraffic' | 'Baking';
  readonly message: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** What is happening to a variant of the fleet that is being deployed (PendingDeploymentSummary). */
export function pendingVariantStatus(deployment: Deployment, variant: Variant): VariantStatus {
  const { phase, plan, phaseSince: since } = deployment;
  switch (phase.name) {
    case 'launching':
      return { status: 'Creating', message: `Launching ${variant.instances} instance(s).`, since };
    case 'activating':
      return {
        status: 'ActivatingTraffic',
        message: `Activating traffic on ${capacityOf(deployment, phase.step, variant)}.`,
        since,
      };
    case 'baking': {
      const { wait, waitSeconds } = stepAt(plan, phase.step);
      const capacity = capacityOf(deployment, phase.step, variant);
      return {
        status: 'Baking',
        message: `Baking for ${waitSeconds} seconds (${wait}) with traffic enabled on ${capacity}.`,
        since,
      };
    }
    case 'terminating':
      return {
        status: 'ActivatingTraffic',
        message: `Traffic enabled on full capacity of ${variant.instances} instance(s).`,
        since,
      };
    case 'rolling-back':
      return { status: 'Deleting', message: `Terminating ${variant.instances} instance(s).`, since };
  }
}

/** What is happening to a variant of the serving fleet, or undefined when nothing is. */
export function servingVariantStatus(state: EndpointState, variant: Variant): VariantStatus | undefined {
  if (state.blue?.health !== 'terminating') return undefined;
  return {
    status: 'Deleting',
    message: `Terminating ${variant.instances} instance(s).`,
    since: state.deployment?.phaseSince ?? state.now,
  };
}

function capacityOf(deployment: Deployment, step: number, variant: Variant): string {
  const { capacity } = stepAt(deployment.plan, step);
  const kind = capacity === 'full' ? 'full' : 'canary';
  return `${kind} capacity of ${activeInstances(variant, capacity)} instance(s)`;
}
