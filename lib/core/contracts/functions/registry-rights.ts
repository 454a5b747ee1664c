/** What a function needs for the registry, by what it does with it. Functions append events and never read, change or delete them. */
import type { Need } from './contract.ts';

/** Registry.get and Registry.list. */
export const READ_REGISTRY: Need = { actions: ['dynamodb:GetItem', 'dynamodb:Query'], on: 'registry-table' };

/** Registry.put: single items outside the chain. */
export const PUT_REGISTRY: Need = { actions: ['dynamodb:PutItem'], on: 'registry-table' };

/** Registry.commit: reads, state and its event in one transaction. */
export const CHANGE_REGISTRY: readonly Need[] = [
  READ_REGISTRY,
  PUT_REGISTRY,
  { actions: ['dynamodb:PutItem'], on: 'events-table' },
];

/** Registry.collection. */
export const READ_COLLECTIONS: Need = { actions: ['dynamodb:Query'], on: 'registry-index' };
