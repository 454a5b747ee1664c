import type { CapacitySize, DeploymentPlan, Variant } from './state.ts';

/** One shift of traffic and the bake after it. */
export interface Step {
  readonly capacity: CapacitySize | 'full';
  /** Which wait of the plan is baked after the shift. */
  readonly wait: 'WaitIntervalInSeconds' | 'TerminationWaitInSeconds';
  readonly waitSeconds: number;
}

/** The shifts of a plan in their order; the last one is always full capacity. */
export function stepsOf(plan: DeploymentPlan): readonly Step[] {
  const full: Step = {
    capacity: 'full',
    wait: 'TerminationWaitInSeconds',
    waitSeconds: plan.terminationWaitSeconds,
  };
  if (plan.routing.type === 'ALL_AT_ONCE') return [full];
  return [{ capacity: plan.routing.size, wait: 'WaitIntervalInSeconds', waitSeconds: plan.routing.waitSeconds }, full];
}

export function stepAt(plan: DeploymentPlan, index: number): Step {
  const steps = stepsOf(plan);
  const step = steps[Math.min(index, steps.length - 1)];
  if (!step) throw new RangeError(`a deployment plan has no step ${index}`);
  return step;
}

/** Instances of a variant that take traffic for a capacity: at least one, rounded up, at most all. */
export function activeInstances(variant: Variant, capacity: CapacitySize | 'full'): number {
  if (capacity === 'full') return variant.instances;
  const wanted =
    capacity.type === 'INSTANCE_COUNT' ? capacity.value : Math.ceil((capacity.value * variant.instances) / 100);
  return Math.min(variant.instances, Math.max(1, wanted));
}
