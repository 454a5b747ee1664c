/** What a stage may have served in a time. */
import type { Registry } from '../../ports/registry.ts';
import { Release } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';
import { newestFirst } from '../../registry/newest-first.ts';
import type { Window } from '../drift-windows.ts';

export interface ReleasedConfiguration {
  configuration: string;
  version: number;
}

/** Releases back to the last one that went live before it; newest first. */
export async function releasedConfigurations(
  registry: Registry,
  model: string,
  stage: string,
  { from, to }: Window,
): Promise<ReleasedConfiguration[]> {
  const found = new Map<string, number>();
  for await (const { document } of newestFirst(registry, model, SK.release(stage, ''), Release)) {
    if (document.requested < to) found.set(document.configuration, document.version);
    // Until a release has ended, what served before it does still.
    if (document.state === 'live' && document.ended !== undefined && document.ended < from) break;
  }
  return [...found].map(([configuration, version]) => ({ configuration, version }));
}
