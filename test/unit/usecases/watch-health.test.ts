/** From SageMaker's metrics to the incident of health and its messages. */
import { beforeEach, describe, expect, test } from 'vitest';
import { IncidentEvent } from '../../../lib/core/contracts/incidents.ts';
import { DriftReport } from '../../../lib/core/drift/document.ts';
import { fleetDimensions, stageDimensions } from '../../../lib/core/release/guardrails.ts';
import { watchDrift } from '../../../lib/core/usecases/drift/watch-drift.ts';
import { announceIncident } from '../../../lib/core/usecases/incidents/announce-incident.ts';
import { PlayedEndpoint, released, releaseTasks } from '../workflows/_release.ts';
import { trained } from '../workflows/_training.ts';
import { csv, type MemoryPlatform, memoryPlatform } from './_platform.ts';

const ENDPOINT = 'sluice-churn-production';
const CONFIGURATION = `${ENDPOINT}-000001`;
const HOUR = 3_600_000;
const BEGIN = Date.parse('2026-03-02T00:00:00.000Z');
const at = (hour: number): string => new Date(BEGIN + hour * HOUR).toISOString();

let platform: MemoryPlatform;
beforeEach(async () => {
  platform = memoryPlatform();
  await platform.apply();
  await trained(platform, csv(240));
  await released(platform, releaseTasks(platform, new PlayedEndpoint(platform)), { version: 1 });
});

interface Served {
  requests: number;
  errors?: number;
  latencyMs?: number;
}
/** What SageMaker counts in an hour. @param fleet without it, only by stage */
async function served(hour: number, { requests, errors = 0, latencyMs = 20 }: Served, fleet = true): Promise<void> {
  const { metrics } = platform.ports;
  const time = new Date(BEGIN + hour * HOUR + 60_000);
  for (const dimensions of [stageDimensions(ENDPOINT), ...(fleet ? [fleetDimensions(ENDPOINT, CONFIGURATION)] : [])]) {
    const put = (name: string, value: number) => metrics.put('AWS/SageMaker', name, value, dimensions, time);
    await put('Invocations', requests);
    await put('Invocation4XXErrors', 0);
    await put('Invocation5XXErrors', errors);
    await put('ModelLatency', latencyMs * 1000);
    await put('OverheadLatency', 3000);
  }
}

/** One request that was captured, so that capture has not stopped. */
async function captured(hour: number): Promise<void> {
  const time = at(hour);
  const record = {
    captureData: { endpointInput: { observedContentType: 'text/csv', mode: 'INPUT', data: '1,2', encoding: 'CSV' } },
    eventMetadata: { eventId: `e${hour}`, inferenceTime: time },
    eventVersion: '0',
  };
  const folder = `churn/production/${CONFIGURATION}/${ENDPOINT}/primary/${time.slice(0, 13).replace(/[-T]/g, '/')}`;
  await platform.ports.objects.put({ bucket: 'capture', key: `${folder}/00-00-000-a.jsonl` }, JSON.stringify(record));
}

const watch = (hour: number, more: { reading?: 1 | 2; minutes?: number } = {}) => {
  const { minutes = 60, ...rest } = more;
  const to = new Date(Date.parse(at(hour)) + minutes * 60_000).toISOString();
  return watchDrift(platform.ports, { v: 1, model: 'churn', stage: 'production', from: at(hour), to, ...rest });
};
const health = (hour: number) => {
  const found = Object.entries(platform.ports.objects.dump('artifacts')).find(
    ([key]) => key.includes('/reports/drift/') && key.includes(`/${at(hour)}_`),
  );
  return DriftReport.parse(JSON.parse(found?.[1] ?? '')).health;
};
const incidents = () => platform.items('INCIDENT-health#');
const metric = () => platform.ports.metrics.data.filter(({ name }) => name === 'Health').map(({ value }) => value);
const messages = async () => {
  const { bus, publisher } = platform.ports;
  for (const { detail } of bus.events) await announceIncident(platform.ports, IncidentEvent.parse(detail));
  return publisher.published;
};
/** Hours with ordinary traffic. */
const ordinary = async (from: number, to: number) => {
  for (let hour = from; hour < to; hour += 1) await served(hour, { requests: 500, errors: 1 });
};

describe('errors', () => {
  test('open an incident, urgent beyond the limit; it closes with the window that is well, and each is one message', async () => {
    await ordinary(0, 40);
    for (const hour of [40, 41, 42, 43]) await captured(hour);
    await served(40, { requests: 500 });
    await served(41, { requests: 500, errors: 100 });
    await served(42, { requests: 500, errors: 90 });
    await served(43, { requests: 500 });
    expect(await watch(40)).toMatchObject({ health: 'none' });
    expect(await watch(41)).toMatchObject({ health: 'opened', incident: 'none' });
    expect(await watch(41)).toMatchObject({ health: 'continued' });
    expect(await watch(42)).toMatchObject({ health: 'continued' });
    expect(health(42)).toMatchObject({
      requests: 500,
      serverErrors: 90,
      latency: { p95: 20, p99: 20 },
      overhead: { p95: 3 },
      compared: { windows: 41 },
      findings: [{ name: 'errors', now: 0.18, before: 0.002, limit: 0.02, urgent: true }],
    });
    expect(await watch(43)).toMatchObject({ health: 'closed' });
    expect(incidents()).toMatchObject([
      { kind: 'health', state: 'closed', since: at(41), end: { reason: 'recovered' } },
    ]);
    expect(metric()).toEqual([0, 1, 1, 1, 0]);
    expect((await platform.events()).slice(-2)).toEqual(['health-opened', 'health-closed']);
    await messages();
    const [opened, closed, ...more] = await messages();
    expect(more).toEqual([]);
    expect(opened?.subject).toBe(
      '[Sluice NOW] churn/production: errors in 20 % of requests since 17:00 UTC (123456789012)',
    );
    expect(opened?.attributes).toMatchObject({ kind: 'health-opened', code: 'errors', severity: 'NOW' });
    expect(closed?.attributes).toMatchObject({ kind: 'health-closed' });
  });

  test('of a second reading, of a window before the newest, and of part of an hour change nothing', async () => {
    await served(41, { requests: 500, errors: 100 });
    await served(42, { requests: 500 });
    for (const hour of [41, 42]) await captured(hour);
    expect(await watch(41, { reading: 2 })).toMatchObject({ health: 'none' });
    expect(await watch(41, { minutes: 30 })).toMatchObject({ health: 'none' });
    await watch(42);
    expect(await watch(41)).toMatchObject({ health: 'none' });
    expect(incidents()).toEqual([]);
  });

  test('that last are compared with the weeks before them, not with themselves', async () => {
    await ordinary(0, 40);
    for (let hour = 40; hour < 50; hour += 1) {
      await served(hour, { requests: 500, latencyMs: 60 });
      await captured(hour);
      expect(await watch(hour)).toMatchObject({ health: hour === 40 ? 'opened' : 'continued' });
    }
    expect(incidents()).toMatchObject([{ state: 'open', columns: ['latency'] }]);
  });
});

describe('traffic', () => {
  test('that stops is told where the hour was never quiet in a week, and not at an hour that is', async () => {
    for (let hour = 0; hour < 8 * 24; hour += 1) if (hour % 24 >= 6) await served(hour, { requests: 100 });
    const night = 8 * 24 + 3;
    expect(await watch(night)).toMatchObject({ outcome: 'no-traffic', health: 'none' });
    expect(await watch(8 * 24 + 9)).toMatchObject({ outcome: 'no-traffic', health: 'opened' });
    expect(health(8 * 24 + 9)).toMatchObject({ findings: [{ name: 'no-traffic', before: 100 }] });
    expect(health(night)).toMatchObject({ outcome: 'well', compared: { sameHours: 7 } });
    const [message] = await messages();
    expect(message?.subject).toContain('[Sluice TODAY] churn/production: no traffic since 09:00 UTC');
  });

  test('that comes back closes it, however few', async () => {
    for (let hour = 9; hour < 9 * 24; hour += 24) await served(hour, { requests: 100 });
    const [gone, still, back] = [9 * 24 + 9, 9 * 24 + 10, 9 * 24 + 11];
    expect(await watch(gone)).toMatchObject({ health: 'opened' });
    expect(await watch(still)).toMatchObject({ health: 'continued' });
    await served(back, { requests: 1 });
    await captured(back);
    expect(await watch(back)).toMatchObject({ health: 'closed' });
  });

  test('that is served and not captured is told, also where SageMaker counts by stage alone', async () => {
    await served(40, { requests: 12 }, false);
    await served(41, { requests: 12 }, false);
    await captured(41);
    expect(await watch(40)).toMatchObject({ outcome: 'capture-stopped', health: 'opened' });
    const [message] = await messages();
    expect(message?.attributes).toMatchObject({ kind: 'health-opened', code: 'capture-stopped', severity: 'TODAY' });
    expect(await watch(41)).toMatchObject({ health: 'closed' });
  });
});

test('a release to another version ends the incident of health too', async () => {
  await served(41, { requests: 500, errors: 100 });
  await captured(41);
  await watch(41);
  await trained(platform, csv(240, 1, 2), undefined, 'churn/uploads/second.csv');
  await platform.ports.registry.put({
    item: { ...platform.item('VERSION#000002'), champion: 1 } as never,
    when: 'any',
  });
  platform.ports.clock.set(at(43));
  await released(platform, releaseTasks(platform, new PlayedEndpoint(platform)), { version: 2 });
  expect(incidents()).toMatchObject([{ state: 'closed', end: { reason: 'version-changed', serving: 2 } }]);
  expect(metric()).toEqual([1, 0]);
});

test('a live stage has at most three metrics of its own, one a kind of incident', async () => {
  await ordinary(0, 40);
  await captured(41);
  await watch(41);
  const own = platform.ports.metrics.data.filter(({ namespace }) => namespace === 'Sluice');
  const names = new Set(own.map(({ name, dimensions }) => JSON.stringify([name, dimensions])));
  expect(names.size).toBeLessThanOrEqual(3);
  expect(
    [...new Set(own.map(({ name }) => name))].every((name) => ['Drift', 'Health', 'Performance'].includes(name)),
  ).toBe(true);
});
