/** Pages of a model's documents, newest first. */
import type * as z from 'zod';
import type { PageQuery } from '../contracts/api.ts';
import type { Item, Registry } from '../ports/registry.ts';
import { modelKey } from '../registry/keys.ts';

export interface PageOf<T> {
  items: T[];
  cursor?: string;
}

/**
 * Documents below a sort key prefix. With `keep`, pages are read until enough of them are wanted, so a page may be empty
 * only at the end.
 */
export async function documentsPage<S extends z.ZodType>(
  registry: Registry,
  {
    model,
    prefix,
    schema,
    query,
    keep = () => true,
  }: {
    model: string;
    prefix: string;
    schema: S;
    query: PageQuery;
    keep?: (item: Item) => boolean;
  },
): Promise<PageOf<z.output<S>>> {
  const items: z.output<S>[] = [];
  let cursor = query.cursor;
  do {
    const page = await registry.list(modelKey(model), prefix, {
      newestFirst: true,
      limit: query.limit - items.length,
      ...(cursor ? { cursor } : {}),
    });
    items.push(...page.items.filter(keep).map((item) => schema.parse(item)));
    cursor = page.cursor;
  } while (cursor && items.length < query.limit);
  return { items, ...(cursor ? { cursor } : {}) };
}
