/** Days whose performance nobody looked at: the schedule was down, the message was lost, or who looked died. */
import { describe, expect, test } from 'vitest';
import { memoryQueue } from '../../../lib/adapters/memory/services.ts';
import { IncidentEvent } from '../../../lib/core/contracts/incidents.ts';
import { PerformanceRequest } from '../../../lib/core/contracts/workflow-monitoring.ts';
import { schedulePerformance } from '../../../lib/core/usecases/performance/schedule-performance.ts';
import { watchPerformance } from '../../../lib/core/usecases/performance/watch-performance.ts';
import { type Death, Died, dying } from './_dying.ts';
import { asked, day, type LabelledPlatform, labelled, labelledPlatform, sampler } from './_labelled.ts';

const from = sampler('missed');
const heldOut = from.rows(400);
const WORSE = from.rows(220, 0.4);
const HOUR_MS = 3_600_000;

interface Watched {
  platform: LabelledPlatform;
  /** One hourly run, `hours` and 21 minutes after the end of a day. @returns the days it asked for */
  hourly(n: number, hours?: number): Promise<PerformanceRequest[]>;
  look(request: PerformanceRequest, ports?: LabelledPlatform['ports']): ReturnType<typeof watchPerformance>;
}

async function watched(): Promise<Watched> {
  const platform = await labelledPlatform(heldOut);
  const { registry, clock } = platform;
  // It served in the afternoon before.
  await platform.watch(-1);
  return {
    platform,
    look: (request, ports = platform.ports) => watchPerformance(ports, request),
    async hourly(n, hours = 0) {
      const queue = memoryQueue();
      clock.set(new Date(Date.parse(day(n).to) + hours * HOUR_MS + 21 * 60_000));
      await schedulePerformance({ registry, queue, clock });
      return queue.sent.map((sent) => PerformanceRequest.parse(sent));
    },
  };
}

/** Asked at noon, labelled in the evening. */
async function served({ platform }: Watched, n: number): Promise<void> {
  await asked(platform, platform.configuration, n, WORSE);
  await labelled(platform, platform.configuration, n, WORSE, day(n).from.replace('T00', 'T18'));
}
const begins = (requests: readonly PerformanceRequest[]): string[] => requests.map((request) => request.from);

describe('a day', () => {
  test('is asked for hour by hour until it was looked at, for seven days', async () => {
    const { hourly, look } = await watched();
    const requests = await hourly(0);
    expect(requests).toEqual([{ v: 1, model: 'churn', stage: 'production', ...day(0), ifMissing: true }]);
    expect(await hourly(0, 5)).toEqual(requests);
    for (const request of requests) await look(request);
    expect(await hourly(0, 6)).toEqual([]);
    // The schedule was down for a week and more: oldest first, and only what is not too old.
    expect(begins(await hourly(9))).toEqual([3, 4, 5, 6, 7, 8, 9].map((n) => day(n).from));
  });

  test('that is asked for twice is looked at once', async () => {
    const of = await watched();
    await served(of, 0);
    const [request] = await of.hourly(0);
    if (!request) throw new Error('nothing was asked for');
    expect(await of.look(request)).toMatchObject({ outcome: 'decline', incident: 'opened' });
    expect(await of.look(request)).toEqual({ outcome: 'looked-at-before' });
  });
});

interface Story {
  calls: string[];
  told: string[];
  reports: string[];
  left: number;
}

/** A bad day. Whoever makes the fatal call dies, and its message is lost with it. */
async function play(death?: Death): Promise<Story> {
  const of = await watched();
  await served(of, 0);
  const { ports } = of.platform;
  const calls: string[] = [];
  for (const hours of [0, 1, 2])
    for (const request of await of.hourly(0, hours)) {
      const due = death && death.call >= calls.length ? { ...death, call: death.call - calls.length } : undefined;
      const mortal = dying(ports, ['registry', 'objects', 'metrics', 'bus'], (call) => calls.push(call), due);
      try {
        await of.look(request, mortal);
      } catch (error) {
        if (!(error instanceof Died)) throw error;
      }
    }
  return {
    calls,
    told: ports.bus.events.map(({ detail }) => IncidentEvent.parse(detail)).map(({ id }) => id),
    reports: Object.keys(of.platform.objects.dump('artifacts')).filter((key) => key.includes('/reports/performance/')),
    left: (await of.hourly(0, 3)).length,
  };
}

test('who looks and dies at any write, with its message lost, leaves the day to who is asked next; it is told once', async () => {
  const whole = await play();
  expect(whole).toMatchObject({ told: [expect.stringContaining('/opened/')], reports: { length: 2 }, left: 0 });
  const isWrite = (call: string): boolean => !/\.(get|list|head|text|stream|events)$/.test(call);
  // Between two writes nothing changes: who dies there leaves what who dies before the second does.
  const writes = whole.calls.flatMap((name, call) => (isWrite(name) ? [{ name, call }] : []));
  expect(writes.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['objects.put', 'registry.commit', 'registry.put']),
  );
  for (const { name, call } of writes) {
    const { told, ...rest } = await play({ call, done: false, survives: false });
    expect({ ...rest, told: [...new Set(told)] }, `${name} (${call})`).toEqual({ ...whole, calls: rest.calls });
    // Who died between the event and its note puts it again: messages collapse by its id.
    expect(told.length, `${name} (${call})`).toBeLessThanOrEqual(2);
  }
});
