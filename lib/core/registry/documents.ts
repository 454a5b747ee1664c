/** Between documents (entities) and items (what the store holds). */
import type * as z from 'zod';
import type { Item, Registry, Write } from '../ports/registry.ts';
import { modelKey } from './keys.ts';

interface Document {
  v: 1;
  model: string;
}

/** A document that was read, and the revision a conditional write of it names. */
export interface Stored<T> {
  document: T;
  rev: number;
}

/** A document as an item of its model. */
export function itemOf<D extends Document>(sk: string, document: D): Item {
  return { ...(document as object), v: document.v, pk: modelKey(document.model), sk };
}

/** A write that makes a new item; the commit is refused when there is one already. */
export const create = <D extends Document>(sk: string, document: D): Write => ({
  item: itemOf(sk, document),
  when: 'absent',
});

/** A write over what was read; the commit is refused when it changed since. Without `before` it must still be absent. */
export const replace = <D extends Document>(sk: string, document: D, before: { rev: number } | undefined): Write => ({
  item: itemOf(sk, document),
  when: before ? { revision: before.rev } : 'absent',
});

/** Reads one document. @throws ZodError when the store holds something else than the schema says */
export async function read<S extends z.ZodType>(
  registry: Registry,
  model: string,
  sk: string,
  schema: S,
): Promise<Stored<z.output<S>> | undefined> {
  const item = await registry.get(modelKey(model), sk);
  return item && { document: schema.parse(item), rev: item.rev };
}
