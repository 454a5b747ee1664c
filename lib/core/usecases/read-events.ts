/** What happened to a model, in the order it happened. */
import type { PageQuery } from '../contracts/api.ts';
import { Problem } from '../contracts/problems.ts';
import type { Registry } from '../ports/registry.ts';
import type { RegistryEvent } from '../registry/event.ts';
import { knownModel } from './known.ts';
import type { PageOf } from './read-page.ts';

const SEQUENCE = /^\d{1,12}$/;

/** Oldest first; the cursor is the number of the last event given, so a reader can come back for what is new. @throws Problem */
export async function readEvents(
  registry: Registry,
  model: string,
  { limit, cursor = '0' }: PageQuery,
): Promise<PageOf<RegistryEvent>> {
  const { head } = await knownModel(registry, model);
  if (!SEQUENCE.test(cursor)) throw new Problem('invalid-request', 'cursor: is not the number of an event');
  const items = await registry.events(model, { after: Number(cursor), limit });
  const last = items.at(-1)?.seq ?? head.seq;
  return { items, ...(last < head.seq ? { cursor: String(last) } : {}) };
}
