/** How a document lies in the table: beside its own fields `rev`, and the index attributes of a sparse collection. */
import type { Item, Write } from '../../core/ports/registry.ts';
import { membership } from '../../core/registry/collections.ts';
import type { RegistryEvent } from '../../core/registry/event.ts';

export const GSI = { index: 'gsi1', pk: 'gsi1pk', sk: 'gsi1sk' } as const;

export interface PutOf {
  TableName: string;
  Item: Record<string, unknown>;
  ConditionExpression: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
}

/** The condition is a part of each write: a put without one could undo what another did in between. */
export function putOf(table: string, item: Item, when: Exclude<Write['when'], 'any'>): PutOf {
  const content = { ...item, ...membership(item) };
  if (when === 'absent')
    return { TableName: table, Item: { ...content, rev: 1 }, ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    TableName: table,
    Item: { ...content, rev: when.revision + 1 },
    ConditionExpression: 'rev = :rev',
    ExpressionAttributeValues: { ':rev': when.revision },
  };
}

/** META with the new head; refused unless the head is still number `head`. META changes with events only, so its `rev` is the head's number. */
export function chainMove(table: string, head: number, event: RegistryEvent, meta: Item): PutOf {
  const { seq, hash, time } = event;
  const item = { ...meta, ...membership(meta), head: { seq, hash, time }, rev: seq };
  if (head === 0) return { TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    TableName: table,
    Item: item,
    ConditionExpression: '#head.seq = :seq',
    ExpressionAttributeNames: { '#head': 'head' },
    ExpressionAttributeValues: { ':seq': head },
  };
}

/** An item without the store's own index attributes. */
export function fromStored(stored: Record<string, unknown>): Item & { rev: number } {
  const { [GSI.pk]: _pk, [GSI.sk]: _sk, ...item } = stored;
  return item as Item & { rev: number };
}
