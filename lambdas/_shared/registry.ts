import { dynamoDbClient } from '../../lib/adapters/aws/clients.ts';
import { awsRegistry } from '../../lib/adapters/aws/registry.ts';
import type { Registry } from '../../lib/core/ports/registry.ts';

/** The registry of the platform a function belongs to, by the tables its environment names. */
export const registryOf = (env: { REGISTRY_TABLE: string; EVENTS_TABLE: string }): Registry =>
  awsRegistry({ client: dynamoDbClient(), registryTable: env.REGISTRY_TABLE, eventsTable: env.EVENTS_TABLE });
