/** A change under contention: what holds in memory holds on DynamoDB, with its transactions and their conflicts. */
import { expect, test } from 'vitest';
import { dynamoDbClient } from '../../lib/adapters/aws/clients.ts';
import { awsRegistry } from '../../lib/adapters/aws/registry.ts';
import { systemBackoff, systemClock } from '../../lib/adapters/aws/system.ts';
import { memoryRegistry } from '../../lib/adapters/memory/registry.ts';
import type { Registry } from '../../lib/core/ports/registry.ts';
import { verifyChain } from '../../lib/core/registry/chain.ts';
import { change } from '../../lib/core/registry/change.ts';
import { create } from '../../lib/core/registry/documents.ts';
import { SK } from '../../lib/core/registry/keys.ts';
import { makeTables, onEachAdapter } from './_emulator.ts';

onEachAdapter<Registry>(
  'change',
  {
    memory: () => memoryRegistry(),
    aws: async () => awsRegistry({ client: dynamoDbClient(), ...(await makeTables()) }),
  },
  (make) => {
    test('callers that race get numbers of their own, without a gap, and the chain holds', async () => {
      const registry = await make();
      const ports = { registry, clock: systemClock, backoff: systemBackoff };
      const take = (caller: number) =>
        change(ports, 'churn', async ({ meta }) => {
          const n = meta?.nextVersion ?? 1;
          return {
            event: { kind: 'version-registered', actor: `caller ${caller}`, data: { version: n } },
            writes: [create(SK.version(n), { v: 1, model: 'churn', version: n })],
            meta: { nextVersion: n + 1 },
            result: n,
          };
        });
      const taken = await Promise.all([1, 2, 3, 4, 5].map(take));
      expect(taken.toSorted()).toEqual([1, 2, 3, 4, 5]);
      expect(verifyChain('churn', await registry.events('churn'))).toEqual({ ok: true, events: 5 });
    });
  },
);
