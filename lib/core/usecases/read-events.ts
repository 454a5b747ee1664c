/** What happened to a model, in the order it happened. */
import type { EventsQuery } from '../contracts/queries.ts';
import type { Registry } from '../ports/registry.ts';
import type { RegistryEvent } from '../registry/event.ts';
import { knownModel } from './known.ts';
import type { PageOf } from './read-page.ts';
import { badQuery } from './request-fields.ts';

const SEQUENCE = /^\d{1,12}$/;

/** Oldest first; the cursor is the number of the last event given, so a reader can come back for what is new. @throws Problem */
export async function readEvents(
  registry: Registry,
  model: string,
  { limit, cursor = '0', since }: EventsQuery,
): Promise<PageOf<RegistryEvent>> {
  const { head } = await knownModel(registry, model);
  if (!SEQUENCE.test(cursor)) throw badQuery('cursor', 'is not the number of an event');
  const before = since === undefined ? 0 : await lastBefore(registry, model, head.seq, new Date(since).toISOString());
  const items = await registry.events(model, { after: Math.max(Number(cursor), before), limit });
  const last = items.at(-1)?.seq ?? head.seq;
  return { items, ...(last < head.seq ? { cursor: String(last) } : {}) };
}

/** The number of the last event before a time. Times ascend with the numbers, so it is found in about log2(n) reads. */
async function lastBefore(registry: Registry, model: string, newest: number, time: string): Promise<number> {
  let [low, high] = [0, newest];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const [event] = await registry.events(model, { after: middle - 1, limit: 1 });
    if (event && event.time < time) low = middle;
    else high = middle - 1;
  }
  return low;
}
