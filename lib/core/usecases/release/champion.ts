/** The champion: what the last stage serves. */
import type { Policy } from '../../contracts/policy.ts';
import type { Registry } from '../../ports/registry.ts';
import { read } from '../../registry/documents.ts';
import { Stage } from '../../registry/entities.ts';
import { SK } from '../../registry/keys.ts';

/** Version that serves production now; undefined when none does. */
export async function championVersion(
  { registry, policy }: { registry: Registry; policy: Policy },
  model: string,
): Promise<number | undefined> {
  const production = policy.stages.at(-1)?.name;
  const stage = production === undefined ? undefined : await read(registry, model, SK.stage(production), Stage);
  return stage?.document.serving?.version;
}
