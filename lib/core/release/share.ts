/**
 * The share of the traffic a canary of `size` percent really gets: SageMaker activates whole instances, at least one, so
 * it is max(1, ceil(size * count / 100)) / count. With one instance it is 1: nothing is left to compare with.
 *
 * @param size percent, 1 to 50; @param count instances of the new fleet, at least 1
 */
export const canaryShare = (size: number, count: number): number =>
  Math.max(1, Math.ceil((size * count) / 100)) / count;

export interface Rollout {
  strategy: string;
  /** Percent of the new fleet; absent where the strategy has no steps. */
  size?: number | undefined;
  bakeMinutes: number;
}

/** Share of the traffic on the new configuration while the rollout bakes, 0 to 1. */
export const effectiveShare = (rollout: Rollout, count: number): number =>
  rollout.strategy === 'canary' && rollout.size !== undefined ? canaryShare(rollout.size, count) : 1;
