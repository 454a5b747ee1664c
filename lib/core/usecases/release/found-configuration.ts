/** What an endpoint at rest runs before a release moves it, where that is not what the registry says. */
import { isConfigurationOf } from '../../contracts/names.ts';
import type { Registry } from '../../ports/registry.ts';
import { Release } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { newestFirst } from '../../registry/newest-first.ts';
import type { Cause } from '../../release/cause.ts';
import type { EndpointDescription } from '../../release/endpoint.ts';

/**
 * `lost`: a release whose execution ended before it, and that SageMaker finished all the same.
 * `foreign`: nobody asked Sluice for it.
 */
export type Found = { by: 'lost'; release: Release } | { by: 'foreign'; configuration: string };

/** @returns undefined when the endpoint runs what served when `release` was asked for */
export async function foundConfiguration(
  registry: Registry,
  { model, stage, endpoint, fromConfiguration }: Release,
  { EndpointConfigName: configuration }: EndpointDescription,
): Promise<Found | undefined> {
  if (configuration === fromConfiguration) return undefined;
  const lost = isConfigurationOf(endpoint, configuration) && (await lostRelease(registry, model, stage, configuration));
  return lost ? { by: 'lost', release: lost } : { by: 'foreign', configuration };
}

/** However many releases ended badly since, it is looked for in all of them: what serves must not stay unknown. */
async function lostRelease(
  registry: Registry,
  model: string,
  stage: string,
  configuration: string,
): Promise<Release | undefined> {
  for await (const { document } of newestFirst(registry, model, SK.release(stage, ''), Release))
    if (document.configuration === configuration) return document.cause?.code === 'abandoned' ? document : undefined;
  return undefined;
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
