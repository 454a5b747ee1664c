/** Time, identity and waiting of the machine. */
import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicFactory } from 'ulid';
import type { Backoff } from '../../core/ports/backoff.ts';
import type { Clock, Ids } from '../../core/ports/clock.ts';

export const systemClock: Clock = { now: () => new Date() };

const nextUlid = monotonicFactory();
export const systemIds: Ids = { ulid: () => nextUlid() };

export const systemBackoff: Backoff = {
  wait: async (ceilingMs) => {
    await sleep(Math.random() * ceilingMs);
  },
};
