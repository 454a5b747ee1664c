/** What SageMaker's DescribeEndpoint says about an endpoint, as far as a release depends on it. */
import * as z from 'zod';

const VariantStatus = z.object({ Status: z.string(), StatusMessage: z.string().optional() });
const Variant = z.object({ VariantName: z.string(), VariantStatus: z.array(VariantStatus).nullish() });

/** Answer of DescribeEndpoint as a state machine holds it; unknown fields are dropped. */
export const EndpointDescription = z.object({
  EndpointName: z.string(),
  /** During an update still the old configuration. */
  EndpointConfigName: z.string(),
  EndpointStatus: z.string(),
  FailureReason: z.string().nullish(),
  ProductionVariants: z.array(Variant).nullish(),
  /** Only while something is being deployed. */
  PendingDeploymentSummary: z
    .object({ EndpointConfigName: z.string(), ProductionVariants: z.array(Variant).nullish() })
    .nullish(),
});
export type EndpointDescription = z.infer<typeof EndpointDescription>;

/** Statuses in which the endpoint changes by itself: wait, nothing can be asked of it. */
const MOVING = ['Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Deleting'];
export const isMoving = (endpoint: EndpointDescription): boolean => MOVING.includes(endpoint.EndpointStatus);

export type Phase = 'preparing' | 'launching' | 'canary' | 'full' | 'going-back' | 'rest';

const FULL = /full capacity|TerminationWait/i;

/**
 * How far the update to `configuration` is, by the status of its variant. AWS states the texts nowhere for good, so they
 * serve the live view and the end of the bake only, never the proof of an outcome.
 */
export function phaseOf(endpoint: EndpointDescription, configuration: string, strategy: string): Phase {
  if (!isMoving(endpoint)) return 'rest';
  const pending = endpoint.PendingDeploymentSummary;
  if (pending?.EndpointConfigName !== configuration)
    return endpoint.EndpointStatus === 'Creating' ? 'launching' : 'preparing';
  const statuses = (pending.ProductionVariants ?? []).flatMap((variant) => variant.VariantStatus ?? []);
  const is = (name: string): boolean => statuses.some(({ Status }) => Status === name);
  const old = (endpoint.ProductionVariants ?? []).flatMap((variant) => variant.VariantStatus ?? []);
  if (is('Deleting') || endpoint.EndpointStatus === 'RollingBack') return 'going-back';
  if (old.some(({ Status }) => Status === 'Deleting')) return 'full';
  if (!is('Baking') && !is('ActivatingTraffic')) return 'launching';
  if (strategy !== 'canary' || statuses.some(({ StatusMessage }) => FULL.test(StatusMessage ?? ''))) return 'full';
  return 'canary';
}
