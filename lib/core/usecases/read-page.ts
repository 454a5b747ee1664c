/** Pages of a model's documents, newest first. */
import type * as z from 'zod';
import type { PageQuery } from '../contracts/queries.ts';
import type { Item, Registry } from '../ports/registry.ts';
import { encodeCursor, isCursorBelow } from '../registry/cursor.ts';
import { modelKey } from '../registry/keys.ts';
import { badQuery } from './request-fields.ts';

export interface PageOf<T> {
  items: T[];
  cursor?: string;
}

interface Listing<S extends z.ZodType> {
  model: string;
  /** Of the sort keys. */
  prefix: string;
  schema: S;
  query: PageQuery;
  /** Which documents are wanted; all when absent. */
  keep?: ((document: z.output<S>) => boolean) | undefined;
  /** The first document that is too old, by its item: nothing behind it is read. */
  beyond?: (item: Item) => boolean;
}

/** Documents that one request looks at when most of them are not wanted: about 1 MB of reads. */
const MOST_LOOKED_AT = 500;
const CHUNK = 100;

/**
 * Documents below a sort key prefix. With `keep` a page may be short, even empty, and still have a cursor: one request
 * looks at 500 documents and no more.
 * @throws Problem invalid-request for a cursor that is none of this list's
 */
export async function documentsPage<S extends z.ZodType>(
  registry: Registry,
  { model, prefix, schema, query, keep, beyond = () => false }: Listing<S>,
): Promise<PageOf<z.output<S>>> {
  const { limit } = query;
  let { cursor } = query;
  if (cursor !== undefined && !isCursorBelow(cursor, prefix))
    throw badQuery('cursor', 'is not the cursor of a page of this list');
  const items: z.output<S>[] = [];
  let lookedAt = 0;
  do {
    const page = await registry.list(modelKey(model), prefix, {
      newestFirst: true,
      limit: keep ? CHUNK : limit,
      ...(cursor ? { cursor } : {}),
    });
    for (const [index, item] of page.items.entries()) {
      if (beyond(item)) return { items };
      const document = schema.parse(item);
      if (keep && !keep(document)) continue;
      items.push(document);
      const more = index + 1 < page.items.length || page.cursor !== undefined;
      if (items.length === limit) return { items, ...(more ? { cursor: encodeCursor(item.sk) } : {}) };
    }
    lookedAt += page.items.length;
    cursor = page.cursor;
  } while (cursor && lookedAt < MOST_LOOKED_AT);
  return { items, ...(cursor ? { cursor } : {}) };
}
