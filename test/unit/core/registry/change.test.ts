import { describe, expect, test } from 'vitest';
import { memoryRegistry } from '../../../../lib/adapters/memory/registry.ts';
import { noBackoff, testClock } from '../../../../lib/adapters/memory/services.ts';
import { CommitConflict } from '../../../../lib/core/ports/registry.ts';
import { verifyChain } from '../../../../lib/core/registry/chain.ts';
import { Busy, type ChangePorts, change } from '../../../../lib/core/registry/change.ts';
import { create } from '../../../../lib/core/registry/documents.ts';
import { modelKey, SK } from '../../../../lib/core/registry/keys.ts';

const ports = () => ({ registry: memoryRegistry(), clock: testClock(), backoff: noBackoff });

/** Counts up in META: each caller's number is the one it decided on. */
const takeVersion = (p: ChangePorts): Promise<number> =>
  change(p, 'churn', async ({ meta }) => {
    const n = meta?.nextVersion ?? 1;
    return {
      event: { kind: 'version-registered', actor: 'sluice', data: { version: n } },
      writes: [create(SK.version(n), { v: 1, model: 'churn', version: n })],
      meta: { nextVersion: n + 1 },
      result: n,
    };
  });

describe('change', () => {
  test('makes META at the first change, with the event as its head', async () => {
    const p = ports();
    await takeVersion(p);
    const [event] = await p.registry.events('churn');
    expect(await p.registry.get(modelKey('churn'), SK.meta)).toMatchObject({
      nextVersion: 2,
      revision: 0,
      created: '2026-01-05T08:00:00.000Z',
      head: { seq: 1, hash: event?.hash, time: event?.time },
      rev: 1,
    });
  });

  test('without an event nothing is written', async () => {
    const p = ports();
    expect(await change(p, 'churn', async () => ({ result: 'as it is' }))).toBe('as it is');
    expect(p.registry.dump()).toEqual([]);
  });

  test('of callers that race each gets a number of its own, and the chain is whole', async () => {
    const p = ports();
    const taken = await Promise.all(Array.from({ length: 5 }, () => takeVersion(p)));
    expect(taken.toSorted()).toEqual([1, 2, 3, 4, 5]);
    expect(verifyChain('churn', await p.registry.events('churn'))).toEqual({ ok: true, events: 5 });
  });

  test('decides anew on what another wrote in between', async () => {
    const p = ports();
    await takeVersion(p);
    let interruptions = 1;
    p.registry.beforeCommit = async () => {
      if (interruptions === 0) return;
      interruptions -= 1;
      await takeVersion(p);
    };
    expect(await takeVersion(p)).toBe(3);
  });

  test('after 8 lost tries it is busy, and has waited with a growing ceiling', async () => {
    const ceilings: number[] = [];
    const p = {
      ...ports(),
      backoff: {
        wait: async (ceiling: number) => {
          ceilings.push(ceiling);
        },
      },
    };
    p.registry.beforeCommit = async () => {
      throw new CommitConflict('busy');
    };
    await expect(takeVersion(p)).rejects.toBeInstanceOf(Busy);
    expect(ceilings).toEqual([50, 100, 200, 400, 800, 800, 800]);
    expect(p.registry.dump()).toEqual([]);
  });

  test('what a decision throws passes at once', async () => {
    const refusal = new Error('no');
    await expect(change(ports(), 'churn', () => Promise.reject(refusal))).rejects.toBe(refusal);
  });

  test('takes no refusal that was read half before and half after a change of somebody else', async () => {
    const p = ports();
    let tries = 0;
    const answer = change(p, 'churn', async () => {
      tries += 1;
      if (tries > 1) return { result: 'as the other left it' };
      await takeVersion(p);
      throw new Error('it saw what never was');
    });
    expect(await answer).toBe('as the other left it');
  });

  test('tells the decision the time its event will have', async () => {
    const p = ports();
    await takeVersion(p);
    p.clock.advance(-60_000);
    const time = await change(p, 'churn', async (state) => ({
      event: { kind: 'version-registered', actor: 'sluice', data: {} },
      writes: [],
      result: state.time,
    }));
    expect((await p.registry.events('churn')).at(-1)?.time).toBe(time);
    expect(time).toBe('2026-01-05T08:00:00.001Z');
  });
});
