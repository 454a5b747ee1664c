/** What a stage served, newest first. */
import type { Registry } from '../ports/registry.ts';
import { StageHistory } from './entities.ts';
import { SK } from './keys.ts';
import { newestFirst } from './newest-first.ts';

/** The newest entry that `wanted` accepts. */
export async function newestServed(
  registry: Registry,
  model: string,
  stage: string,
  wanted: (entry: StageHistory) => boolean,
): Promise<StageHistory | undefined> {
  for await (const { document } of newestFirst(registry, model, SK.history(stage, ''), StageHistory))
    if (wanted(document)) return document;
  return undefined;
}
