/** What a stack can give its functions: ARNs for their `needs`, values for their environment, how long logs are kept. */
import type { EnvironmentName, Need, ResourceName } from '../../../core/contracts/functions/contract.ts';

export interface Offer {
  readonly arns: Readonly<Partial<Record<ResourceName, string>>>;
  readonly env: Readonly<Partial<Record<EnvironmentName, string>>>;
  readonly logRetentionDays: number;
}

/** The offer with more in it. */
export const extendOffer = (base: Offer, more: Partial<Pick<Offer, 'arns' | 'env'>>): Offer => ({
  ...base,
  arns: { ...base.arns, ...more.arns },
  env: { ...base.env, ...more.env },
});

/** ARNs a need is about. @throws Error when this stack has no such resource: what stacks share comes from storage */
export function resourcesOf(need: Need, offer: Offer, who: string): string[] {
  const arn = offer.arns[need.on];
  if (arn === undefined)
    throw new Error(`${who} needs ${need.on}, which its stack does not have; what stacks share comes from storage`);
  if (!need.on.endsWith('-objects')) return [arn];
  if (!need.keys || need.keys.length === 0) throw new Error(`${who} needs ${need.on}: name the key patterns`);
  return need.keys.map((key) => `${arn}/${key}`);
}

/** The environment a function was promised. @throws Error naming what this stack cannot give */
export function environmentOf(names: readonly EnvironmentName[], offer: Offer, who: string): Record<string, string> {
  const missing = names.filter((name) => offer.env[name] === undefined);
  if (missing.length > 0)
    throw new Error(`${who} wants ${missing.join(', ')} in its environment, which its stack does not have`);
  return Object.fromEntries(names.map((name) => [name, offer.env[name] ?? '']));
}
