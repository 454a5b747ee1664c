/** The models of the platform. */
import type { ModelSummary, ModelView } from '../contracts/api.ts';
import { isModelName } from '../contracts/names.ts';
import type { PageQuery } from '../contracts/queries.ts';
import type { Registry } from '../ports/registry.ts';
import { Meta } from '../registry/entities.ts';
import { knownModel, manifestRevision } from './known.ts';
import type { PageOf } from './read-page.ts';
import { badQuery } from './request-fields.ts';

/** By name. The collection is read whole, 8 shards of small items, and cut here; its cursor is the last name. @throws Problem */
export async function readModels(registry: Registry, { limit, cursor = '' }: PageQuery): Promise<PageOf<ModelSummary>> {
  if (cursor !== '' && !isModelName(cursor)) throw badQuery('cursor', 'is not the cursor of a page of this list');
  const all: ModelSummary[] = [];
  for await (const item of registry.collection('MODELS')) {
    const { model, revision, created } = Meta.parse(item);
    if (revision > 0 && model > cursor) all.push({ model, revision, created });
  }
  all.sort((a, b) => (a.model < b.model ? -1 : 1));
  const items = all.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(last && all.length > limit ? { cursor: last.model } : {}) };
}

/** @throws Problem unknown-model */
export async function readModel(registry: Registry, name: string): Promise<ModelView> {
  const meta = await knownModel(registry, name);
  const { manifest, digest, author, time } = await manifestRevision(registry, meta);
  const { model, revision, created, lastDataset, head } = meta;
  return {
    model,
    revision,
    created,
    manifest,
    digest,
    author,
    applied: time,
    ...(lastDataset ? { lastDataset } : {}),
    head,
  };
}
