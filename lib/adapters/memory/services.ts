/** The small ports in memory: they remember what they were told, and tests read it. */
import type { Backoff } from '../../core/ports/backoff.ts';
import type { Clock, Ids } from '../../core/ports/clock.ts';
import type { AlarmState, Alarms, EventBus, Publisher, Queue } from '../../core/ports/services.ts';

export interface TestClock extends Clock {
  set(time: Date | string): void;
  advance(milliseconds: number): void;
}

/** Stands still until it is moved. */
export function testClock(start: Date | string = '2026-01-05T08:00:00.000Z'): TestClock {
  let time = new Date(start).getTime();
  return {
    now: () => new Date(time),
    set: (next) => {
      time = new Date(next).getTime();
    },
    advance: (milliseconds) => {
      time += milliseconds;
    },
  };
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function crockford(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32)) text = CROCKFORD.charAt(rest % 32) + text;
  return text;
}

/** ULIDs of the clock's time with a counter where others have dice. */
export function countingIds(clock: Clock): Ids {
  let made = 0;
  return {
    ulid: () => {
      made += 1;
      return crockford(clock.now().getTime(), 10) + crockford(made, 16);
    },
  };
}

/** Does not wait. */
export const noBackoff: Backoff = { wait: async () => undefined };

/** @returns with `delays`: seconds each message is held back */
export function memoryQueue(): Queue & { sent: unknown[]; delays: number[] } {
  const sent: unknown[] = [];
  const delays: number[] = [];
  return {
    sent,
    delays,
    send: async (message, { delaySeconds = 0 } = {}) => {
      sent.push(structuredClone(message));
      delays.push(delaySeconds);
    },
  };
}

export function memoryEventBus(): EventBus & { events: { detailType: string; detail: unknown }[] } {
  const events: { detailType: string; detail: unknown }[] = [];
  return {
    events,
    put: async (detailType, detail) => {
      events.push({ detailType, detail: structuredClone(detail) });
    },
  };
}

type Message = Parameters<Publisher['publish']>[0];

export function memoryPublisher(): Publisher & { published: Message[] } {
  const published: Message[] = [];
  return {
    published,
    publish: async (message) => {
      published.push(structuredClone(message));
    },
  };
}

export function memoryAlarms(): Alarms & { states: Map<string, AlarmState> } {
  const states = new Map<string, AlarmState>();
  return {
    states,
    describe: async (names) => names.flatMap((name) => states.get(name) ?? []),
    delete: async (names) => {
      for (const name of names) states.delete(name);
    },
  };
}
