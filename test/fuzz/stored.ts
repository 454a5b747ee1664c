/** Whether everything that was stored was answered with a success: what a refused request left behind has no such answer. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { rootAccess } from '../../lib/local/personas.ts';
import type { Call } from './calls.ts';

export interface StoredItem {
  pk: string;
  sk: string;
  rev?: number;
  [attribute: string]: unknown;
}
/** Items of both tables, by key. */
export type Snapshot = ReadonlyMap<string, StoredItem>;

export async function snapshot(port: number, tables: readonly string[]): Promise<Snapshot> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(rootAccess(port)));
  const items = new Map<string, StoredItem>();
  for (const TableName of tables) {
    for await (const page of paginateScan({ client }, { TableName, ConsistentRead: true }))
      for (const item of (page.Items ?? []) as StoredItem[]) items.set(`${TableName} ${item.pk} ${item.sk}`, item);
  }
  return items;
}

/** What successes account for: ids of uploads, releases and approvals, and revisions of manifests. */
function accountOf(calls: readonly Call[]): ReadonlySet<string> {
  const account = new Set<string>();
  for (const { stored } of calls) {
    for (const id of [stored.upload, stored.release, stored.approval]) if (id) account.add(id);
    if (stored.revision !== undefined && stored.changed) account.add(`${stored.model} ${stored.revision}`);
  }
  return account;
}

export const modelOf = ({ pk }: StoredItem): string => pk.slice('M#'.length);

/** What an item is of: an id, or a model and its revision. META and STAGE change only with one of the others. */
function causeOf({ pk, sk, ...item }: StoredItem): string | undefined {
  const model = modelOf({ pk, sk });
  const [kind = '', first = '', second] = sk.split('#');
  const { body, data } = item as { body?: Record<string, string>; data?: Record<string, unknown> };
  if (kind === 'MANIFEST') return `${model} ${Number(first)}`;
  if (kind === 'ANNOUNCEMENT') return first;
  if (kind === 'RELEASE' || kind === 'APPROVAL') return second;
  if (kind === 'REQUEST') return body?.['upload'] ?? body?.['release'] ?? body?.['approval'];
  if (data === undefined) return undefined;
  const id = data['upload'] ?? data['release'] ?? data['approval'];
  return id === undefined ? `${model} ${String(data['revision'])}` : String(id);
}

const followsOthers = ({ sk }: StoredItem): boolean => sk === 'META' || sk.startsWith('STAGE#');

/**
 * @param ours which models' items are looked at
 * @returns keys of what was stored or changed and that no success accounts for
 */
export function unaccounted(
  before: Snapshot,
  after: Snapshot,
  calls: readonly Call[],
  ours: (model: string) => boolean,
): string[] {
  const account = accountOf(calls);
  const changed = [...after].filter(
    ([key, item]) => ours(modelOf(item)) && (!before.has(key) || before.get(key)?.rev !== item.rev),
  );
  const explained = changed.filter(([, item]) => account.has(causeOf(item) ?? ''));
  const moved = new Set(explained.map(([, { pk }]) => pk));
  const missing = [...before].filter(([key, item]) => ours(modelOf(item)) && !after.has(key));
  return [
    ...changed
      .filter((one) => !explained.includes(one) && !(followsOthers(one[1]) && moved.has(one[1].pk)))
      .map(([key]) => key),
    ...missing.map(([key]) => `${key} is gone`),
  ];
}
