/** A monitor that dies at any call loses no window, and tells nothing twice. */
import { beforeAll, describe, expect, test } from 'vitest';
import { IncidentEvent } from '../../../lib/core/contracts/incidents.ts';
import { SLUICE_NAMESPACE } from '../../../lib/core/contracts/metrics.ts';
import { watchDrift } from '../../../lib/core/usecases/drift/watch-drift.ts';
import { announceIncident } from '../../../lib/core/usecases/incidents/announce-incident.ts';
import { type Death, Died, dying } from './_dying.ts';
import { type MonitoredStage, monitoredStage, windowAt } from './_monitored.ts';

const PORTS = ['registry', 'objects', 'metrics', 'bus', 'publisher'] as const;
/** A message comes back after its visibility timeout, five times. */
const VISIBILITY_MS = 6 * 60_000;
const RECEIVES = 5;

/** The story: drift and errors open an incident each, a clean window closes them. */
async function story(): Promise<MonitoredStage> {
  const monitored = await monitoredStage();
  await monitored.capture(9, { scale: 10 });
  await monitored.capture(10);
  await monitored.count(9, { requests: 250, errors: 200 });
  await monitored.count(10, { requests: 250, errors: 0 });
  return monitored;
}

interface Run {
  /** Every call of every process, in order. */
  calls: string[];
  /** What is there in the end. */
  end: object;
  /** Subjects of the messages that people got. */
  messages: string[];
}

/** Plays the story; whoever makes the fatal call dies, and a new process takes over. */
async function play(hours: readonly number[], death?: Death): Promise<Run> {
  const { platform } = await story();
  const { ports } = platform;
  const calls: string[] = [];
  /** Delivers a message until it is dealt with, each time to a new process. */
  async function deliver(handle: (of: typeof ports) => Promise<unknown>): Promise<void> {
    for (let receive = 1; ; receive++) {
      const due = death && death.call >= calls.length ? { ...death, call: death.call - calls.length } : undefined;
      try {
        await handle(dying(ports, PORTS, (call) => calls.push(call), due));
        return;
      } catch (error) {
        if (!(error instanceof Died) || receive === RECEIVES) throw error;
        ports.clock.advance(VISIBILITY_MS);
      }
    }
  }
  let told = 0;
  for (const hour of hours) {
    const request = { v: 1 as const, model: 'churn', stage: 'production', ...windowAt(hour) };
    await deliver((of) => watchDrift(of, request));
    for (; told < ports.bus.events.length; told++) {
      const event = IncidentEvent.parse(ports.bus.events[told]?.detail);
      await deliver((of) => announceIncident(of, event));
    }
  }
  const signals = ports.metrics.data
    .filter(({ namespace }) => namespace === SLUICE_NAMESPACE)
    .toSorted((a, b) => a.time.getTime() - b.time.getTime())
    .map(({ name, value }) => [name, value]);
  return {
    calls,
    messages: ports.publisher.published.map(({ subject }) => subject),
    end: {
      // What each alarm heard last.
      signals: Object.fromEntries(signals),
      chain: await platform.events(),
      objects: ports.objects.dump('artifacts'),
      items: ['INCIDENT', 'SUMMARY#', 'WINDOW'].flatMap((prefix) => platform.items(prefix)).map(timeless),
    },
  };
}

/** Without what depends on when it was written, and how often. */
const timeless = (item: object): unknown =>
  JSON.parse(JSON.stringify(item, (key, value) => (['rev', 'at', 'read'].includes(key) ? undefined : value)));

const HOURS = [9, 10];
let first: Run;
let whole: Run;
beforeAll(async () => {
  first = await play(HOURS.slice(0, 1));
  whole = await play(HOURS);
});

test('the story opens two incidents and closes them, with a message each', () => {
  expect(whole.messages).toEqual([
    expect.stringContaining('errors in 80 %'),
    expect.stringContaining('drift in 1 of 1 column'),
    expect.stringContaining('healthy again'),
    expect.stringContaining('drift ended'),
  ]);
  const closed = { state: 'closed', untold: [] };
  expect(whole.end).toMatchObject({ signals: { Drift: 0, Health: 0 }, items: [closed, closed, {}, {}, {}, {}] });
  expect(whole.calls.length).toBeGreaterThan(100);
});

const isWrite = (call: string | undefined): boolean => /\.(put|commit|publish)$/.test(call ?? '');

/** To die after a call is to die before the next one. */
describe.each([
  ['dies before a call', { done: false, survives: false }, () => true],
  ['loses a write', { done: false, survives: true }, isWrite],
  ['loses the answer to a write', { done: true, survives: true }, isWrite],
])('whoever %s', (_, how, isMeant) => {
  test('leaves what was to be there to the next try', async () => {
    const publishes = whole.calls.flatMap((call, i) => (call === 'publisher.publish' ? [i] : []));
    for (const [call, name] of whole.calls.entries()) {
      if (!isMeant(name)) continue;
      // What dies in the first window has nothing to do with the second.
      const isFirst = call < first.calls.length;
      const [hours, meant] = isFirst ? [HOURS.slice(0, 1), first] : [HOURS, whole];
      const run = await play(hours, { call, ...how });
      const where = `${name} (${call})`;
      expect(run.end, where).toEqual(meant.end);
      // SNS cannot be asked what it took: where its answer, or the note of it, is lost with the process, one comes again.
      const isUnknown = publishes.some((at) => (how.done ? call === at : !how.survives && call > at && call <= at + 2));
      expect(new Set(run.messages), where).toEqual(new Set(meant.messages));
      expect(run.messages.length, where).toBeLessThanOrEqual(meant.messages.length + (isUnknown ? 1 : 0));
    }
  });
});
