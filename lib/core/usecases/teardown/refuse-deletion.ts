/** Whether a stack of the platform may go: not while a stage is live, for its endpoint would bill on with nobody to know it. */
import { type Registry, RegistryGone } from '../../ports/registry.ts';

export interface RefuseDeletionPorts {
  registry: Registry;
  platform: string;
}

/** CloudFormation takes 4 KB for everything it is answered. */
const NAMED = 10;

/**
 * @returns why not, with what to do; undefined when nothing is live, or when there is no registry any more: then nobody
 * could retire what it knew, and a deletion that is refused for ever helps nobody
 */
export async function deletionRefusal({ registry, platform }: RefuseDeletionPorts): Promise<string | undefined> {
  const live: string[] = [];
  try {
    // Not parsed: a stage that this code cannot read is live all the same.
    for await (const { model, stage } of registry.collection('LIVE')) live.push(`${model}/${stage}`);
  } catch (error) {
    if (error instanceof RegistryGone) return undefined;
    throw error;
  }
  if (live.length === 0) return undefined;
  const named = live.slice(0, NAMED).join(', ') + (live.length > NAMED ? ` and ${live.length - NAMED} more` : '');
  return `${live.length === 1 ? 'a stage is' : 'stages are'} live: ${named}. First: sluice --platform ${platform} teardown`;
}
