/** The registry on DynamoDB: state in one table, events in another, a change in one transaction over both. */
import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { type Registry, RegistryGone, type Write } from '../../core/ports/registry.ts';
import { decodeCursor, encodeCursor } from '../../core/registry/cursor.ts';
import { RegistryEvent } from '../../core/registry/event.ts';
import { collectionKey, eventKey, modelKey, SHARDS } from '../../core/registry/keys.ts';
import { conflictOf } from './registry-conflicts.ts';
import { chainMove, fromStored, GSI, type PutOf, putOf } from './registry-items.ts';

export interface AwsRegistryOptions {
  client: DynamoDBClient;
  registryTable: string;
  /** Only `events` reads it; a function that only writes needs PutItem on it and nothing else. */
  eventsTable: string;
}

const MOST_WRITES = 8;
const TRIES_OF_ANY = 5;

export function awsRegistry({ client, registryTable, eventsTable }: AwsRegistryOptions): Registry {
  const store = DynamoDBDocumentClient.from(client, {
    // A double is written with the fewest digits that read back as itself, so none is less precise for being large.
    marshallOptions: { removeUndefinedValues: true, allowImpreciseNumbers: true },
    unmarshallOptions: { wrapNumbers: Number },
  });

  async function get(pk: string, sk: string) {
    const { Item: found } = await store.send(
      new GetCommand({ TableName: registryTable, Key: { pk, sk }, ConsistentRead: true }),
    );
    return found && fromStored(found);
  }

  /** Items of a query, page after page, until `most` are there. */
  async function query(input: Omit<QueryCommandInput, 'ExclusiveStartKey' | 'Limit'>, start?: Key, most = Infinity) {
    const items: Record<string, unknown>[] = [];
    let from: Key | undefined = start;
    do {
      const page = await store.send(
        new QueryCommand({
          ...input,
          ...(from ? { ExclusiveStartKey: from } : {}),
          ...(Number.isFinite(most) ? { Limit: most - items.length } : {}),
        }),
      );
      items.push(...(page.Items ?? []));
      from = page.LastEvaluatedKey;
    } while (from && items.length < most);
    return items;
  }

  /** `any` is conditioned too, on what is there now, so that `rev` stays a true count of the writes. */
  async function conditioned(write: Write): Promise<PutOf> {
    if (write.when !== 'any') return putOf(registryTable, write.item, write.when);
    const before = await get(write.item.pk, write.item.sk);
    return putOf(registryTable, write.item, before ? { revision: before.rev } : 'absent');
  }

  return {
    get,

    async list(pk, prefix, { newestFirst = false, limit, cursor } = {}) {
      const found = await query(
        {
          TableName: registryTable,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
          ScanIndexForward: !newestFirst,
        },
        cursor === undefined ? undefined : { pk, sk: decodeCursor(cursor) },
        // One more than asked for tells whether another page follows.
        limit === undefined ? undefined : limit + 1,
      );
      const items = found.slice(0, limit ?? found.length).map(fromStored);
      const last = items.at(-1);
      return { items, ...(last && items.length < found.length ? { cursor: encodeCursor(last.sk) } : {}) };
    },

    async *collection(name) {
      for (let shard = 0; shard < SHARDS; shard += 1) {
        const items = await query({
          TableName: registryTable,
          IndexName: GSI.index,
          KeyConditionExpression: `${GSI.pk} = :collection`,
          ExpressionAttributeValues: { ':collection': collectionKey(name, shard) },
        }).catch(goneOr);
        yield* items.map(fromStored);
      }
    },

    async commit({ model, head, event, writes, meta }) {
      if (writes.length > MOST_WRITES) throw new RangeError(`a commit of ${writes.length} writes, the most is 8`);
      const move = chainMove(registryTable, head, event, meta);
      const append: PutOf = {
        TableName: eventsTable,
        Item: { pk: modelKey(model), sk: eventKey(event.seq), ...event },
        ConditionExpression: 'attribute_not_exists(pk)',
      };
      const states = await Promise.all(writes.map(conditioned));
      // With a token of its own a commit whose answer is lost may be sent again by the SDK: it happens once.
      const command = new TransactWriteCommand({
        ClientRequestToken: randomUUID(),
        TransactItems: [move, append, ...states].map((Put) => ({ Put })),
      });
      try {
        await store.send(command);
      } catch (error) {
        throw conflictOf(error, ['head', 'head', ...writes.map(({ item }) => item.sk)]) ?? error;
      }
    },

    async put(write) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          await store.send(new PutCommand(await conditioned(write)));
          return;
        } catch (error) {
          const conflict = conflictOf(error, [write.item.sk]);
          if (write.when !== 'any' || !conflict || attempt === TRIES_OF_ANY) throw conflict ?? error;
        }
      }
    },

    async events(model, { after = 0, limit } = {}) {
      const found = await query(
        {
          TableName: eventsTable,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk AND sk > :after',
          ExpressionAttributeValues: { ':pk': modelKey(model), ':after': eventKey(after) },
        },
        undefined,
        limit,
      );
      return found.map(({ pk: _pk, sk: _sk, ...event }) => RegistryEvent.parse(event));
    },
  };
}

type Key = Record<string, unknown>;

/** @throws RegistryGone for a table that is not there, else what was thrown */
function goneOr(error: unknown): never {
  if (error instanceof Error && error.name === 'ResourceNotFoundException')
    throw new RegistryGone('the registry table is not there', { cause: error });
  throw error;
}
