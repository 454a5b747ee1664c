/** The newest incidents of a stage. */
import type { ToldKind } from '../../contracts/incidents.ts';
import type { Registry } from '../../ports/registry.ts';
import type { Stored } from '../../registry/documents.ts';
import { Incident } from '../../registry/entities.ts';
import { modelKey, SK } from '../../registry/keys.ts';

/** How far back an open incident is looked for; there is never more than one of a kind. */
const RECENT = 10;

/** Newest first. */
export async function recentIncidents(
  registry: Registry,
  model: string,
  stage: string,
  kind: ToldKind = 'drift',
): Promise<Stored<Incident>[]> {
  const { items } = await registry.list(modelKey(model), SK.incident(stage, '', kind), {
    newestFirst: true,
    limit: RECENT,
  });
  return items.map((item) => ({ document: Incident.parse(item), rev: item.rev }));
}
