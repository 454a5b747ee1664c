/** What an endpoint at rest runs before a release moves it, where that is not what the registry says. */
import type { Registry } from '../ports/registry.ts';
import { Release } from '../registry/entities.ts';
import { modelKey, SK } from '../registry/keys.ts';
import type { Cause } from '../release/cause.ts';
import type { EndpointDescription } from '../release/endpoint.ts';

/** Releases that are looked through; a lost one is among the newest, for the next release of its stage finds it. */
const NEWEST = 100;

/**
 * `lost`: a release whose execution ended before it, and that SageMaker finished all the same.
 * `foreign`: nobody asked Sluice for it.
 */
export type Found = { by: 'lost'; release: Release } | { by: 'foreign'; configuration: string };

/** @returns undefined when the endpoint runs what served when `release` was asked for */
export async function foundConfiguration(
  registry: Registry,
  { model, stage, fromConfiguration }: Release,
  { EndpointConfigName: configuration }: EndpointDescription,
): Promise<Found | undefined> {
  if (configuration === fromConfiguration) return undefined;
  const { items } = await registry.list(modelKey(model), SK.release(stage, ''), { newestFirst: true, limit: NEWEST });
  const lost = items
    .map((item) => Release.parse(item))
    .find((one) => one.configuration === configuration && one.cause?.code === 'abandoned');
  return lost ? { by: 'lost', release: lost } : { by: 'foreign', configuration };
}

/** Why a promotion stops before it overwrites what somebody put there on purpose. A rollback is the order to do so. */
export function endpointChanged({ model, stage, endpoint, from, fromConfiguration }: Release, found: string): Cause {
  const known =
    from === undefined ? 'the registry has none for it' : `the registry has ${fromConfiguration} of v${from}`;
  const mend =
    from === undefined
      ? 'delete the endpoint, then ask again'
      : `sluice rollback ${model} --stage ${stage} --to ${from} takes it back`;
  return {
    code: 'endpoint-changed',
    message: `${endpoint} runs configuration ${found}, which no release put there; ${known}: ${mend}`,
  };
}
