import { describe, expect, test } from 'vitest';
import { memoryRegistry } from '../../../../lib/adapters/memory/registry.ts';
import { requestSlot } from '../../../../lib/core/registry/requests.ts';

const now = new Date('2026-01-05T08:00:00.000Z');
const days = (n: number): Date => new Date(now.getTime() + n * 86_400_000);
const identity = { principal: 'AROAX', key: 'k1', content: { version: 1 } };

async function answered() {
  const registry = memoryRegistry();
  const slot = await requestSlot(registry, 'churn', identity, now);
  for (const write of slot.keep(202, { release: 'R1' })) await registry.put(write);
  return registry;
}

describe('idempotency keys', () => {
  test('an equal request gets the earlier answer', async () => {
    const slot = await requestSlot(await answered(), 'churn', identity, days(6));
    expect(slot.reply).toEqual({ status: 202, body: { release: 'R1' } });
  });

  test('another request under the key is refused', async () => {
    const other = { ...identity, content: { version: 2 } };
    await expect(requestSlot(await answered(), 'churn', other, now)).rejects.toMatchObject({ code: 'key-reused' });
  });

  test('another caller may use the same key', async () => {
    const other = { ...identity, principal: 'AROAY', content: { version: 2 } };
    expect((await requestSlot(await answered(), 'churn', other, now)).reply).toBeUndefined();
  });

  test('after 7 days the key is free, though the store has not deleted it yet', async () => {
    const registry = await answered();
    const slot = await requestSlot(registry, 'churn', { ...identity, content: { version: 2 } }, days(8));
    expect(slot.reply).toBeUndefined();
    const [write] = slot.keep(202, {});
    if (!write) throw new Error('no write');
    await registry.put(write);
  });

  test('without a key nothing is kept', async () => {
    const slot = await requestSlot(memoryRegistry(), 'churn', { ...identity, key: undefined }, now);
    expect(slot.keep(202, {})).toEqual([]);
  });

  test.each(['', 'a b', 'ü', 'x'.repeat(129)])('%j is no key', async (key) => {
    await expect(requestSlot(memoryRegistry(), 'churn', { ...identity, key }, now)).rejects.toMatchObject({
      code: 'invalid-request',
    });
  });
});
