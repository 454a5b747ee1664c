/** Which quotas of SageMaker the models of a platform need, and how much of each. */
import type { Manifest } from '../../core/contracts/manifest/schema.ts';

export interface Demand {
  /** As Service Quotas names it. */
  name: string;
  needed: number;
  why: string;
}

/** Candidate and champion are scored at the same time. */
const TRANSFORMS = 2;
/** An update of an endpoint runs the old and the new fleet. */
const FLEETS = 2;

const SMALL = 'ml.m5.large';
/** A first model with the instances that a manifest has unless it says otherwise. */
const FIRST = {
  training: [SMALL],
  serving: [
    { instance: SMALL, count: 1 },
    { instance: SMALL, count: 1 },
  ],
};

type Wanted = Pick<Manifest, 'training' | 'stages'>;

/** @param manifests of the models there are; of none, a first model's needs */
export function quotaDemands(manifests: readonly Wanted[]): Demand[] {
  const training = manifests.length === 0 ? FIRST.training : manifests.map((one) => one.training.instance);
  const serving =
    manifests.length === 0
      ? FIRST.serving
      : manifests.flatMap(({ stages }) => Object.values(stages).flatMap((stage) => (stage ? [stage.serving] : [])));
  const types = [...new Set(training)].sort();
  const counts = new Map<string, number>();
  for (const { instance, count } of serving) counts.set(instance, (counts.get(instance) ?? 0) + count);
  return [
    ...types.map((type) => ({ name: `${type} for training job usage`, needed: 1, why: 'one training at a time' })),
    ...types.map((type) => ({
      name: `${type} for transform job usage`,
      needed: TRANSFORMS,
      why: 'candidate and champion are scored at the same time',
    })),
    ...[...counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([type, count]) => ({
        name: `${type} for endpoint usage`,
        needed: FLEETS * count,
        why: `${count} on all stages, twice while a release is under way`,
      })),
  ];
}
