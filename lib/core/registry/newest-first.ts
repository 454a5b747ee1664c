/** All documents below a prefix, newest first, read page by page as far as somebody looks. */
import type * as z from 'zod';
import type { Registry } from '../ports/registry.ts';
import type { Stored } from './documents.ts';
import { modelKey } from './keys.ts';

const PAGE = 50;

/** @throws ZodError when the store holds something else than the schema says */
export async function* newestFirst<S extends z.ZodType>(
  registry: Registry,
  model: string,
  prefix: string,
  schema: S,
): AsyncGenerator<Stored<z.output<S>>> {
  let cursor: string | undefined;
  do {
    const page = await registry.list(modelKey(model), prefix, {
      newestFirst: true,
      limit: PAGE,
      ...(cursor ? { cursor } : {}),
    });
    for (const item of page.items) yield { document: schema.parse(item), rev: item.rev };
    cursor = page.cursor;
  } while (cursor);
}
