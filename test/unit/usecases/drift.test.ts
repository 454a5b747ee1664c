/** From the hourly rule to the message: schedule, report, incident, metric, notice. */
import { beforeEach, describe, expect, test } from 'vitest';
import { DriftReport } from '../../../lib/core/drift/document.ts';
import { announceDrift } from '../../../lib/core/usecases/announce-drift.ts';
import { lastWindow } from '../../../lib/core/usecases/drift-windows.ts';
import { scheduleWindows } from '../../../lib/core/usecases/schedule-windows.ts';
import { watchDrift } from '../../../lib/core/usecases/watch-drift.ts';
import { PlayedEndpoint, released, releaseTasks } from '../workflows/_release.ts';
import { trained } from '../workflows/_training.ts';
import { csv, type MemoryPlatform, memoryPlatform } from './_platform.ts';

const CONFIGURATION = 'sluice-churn-production-000001';
const ALARM = 'sluice-churn-production-drift';

let platform: MemoryPlatform;
beforeEach(async () => {
  platform = memoryPlatform();
  await platform.apply();
  await trained(platform, csv(1000));
  await released(platform, releaseTasks(platform, new PlayedEndpoint(platform)), { version: 1 });
});

const window = (hour: number) => ({
  from: `2026-03-02T${String(hour).padStart(2, '0')}:00:00.000Z`,
  to: `2026-03-02T${String(hour + 1).padStart(2, '0')}:00:00.000Z`,
});

/** Rows of `csv` as requests that were captured, spread over the hour. */
async function capture(hour: number, scale = 1, rows = 600): Promise<void> {
  const lines = csv(1000, scale)
    .trim()
    .split('\n')
    .slice(1, rows + 1);
  const records = lines.map((line, i) => {
    const data = line.split(',').slice(0, 2).join(',');
    const inferenceTime = new Date(Date.parse(window(hour).from) + i * 5000).toISOString();
    return JSON.stringify({
      captureData: { endpointInput: { observedContentType: 'text/csv', mode: 'INPUT', data, encoding: 'CSV' } },
      eventMetadata: { eventId: `e${hour}-${i}`, inferenceTime },
      eventVersion: '0',
    });
  });
  const folder = `churn/production/${CONFIGURATION}/sluice-churn-production/primary/2026/03/02/${String(hour).padStart(2, '0')}`;
  await platform.ports.objects.put(
    { bucket: 'capture', key: `${folder}/00-00-000-a.jsonl` },
    `${records.join('\n')}\nnot json\n`,
  );
}

const watch = (hour: number) =>
  watchDrift(platform.ports, { v: 1, model: 'churn', stage: 'production', ...window(hour) });
const reports = () => Object.keys(platform.ports.objects.dump('artifacts')).filter((key) => key.includes('/reports/'));
const metric = () => platform.ports.metrics.data.filter(({ name }) => name === 'Drift').map(({ value }) => value);

describe('a window', () => {
  test('of the same traffic is reported without an incident, its unreadable lines counted', async () => {
    await capture(9);
    expect(await watch(9)).toMatchObject({ outcome: 'no-drift', incident: 'none' });
    const [key = ''] = reports();
    expect(key).toBe(`churn/reports/drift/production/${CONFIGURATION}/${window(9).from}_${window(9).to}.json`);
    const report = DriftReport.parse(JSON.parse(platform.ports.objects.dump('artifacts')[key] ?? ''));
    expect(report).toMatchObject({ rowsRead: 600, requests: 601, skipped: { 'not-json': 1 }, version: 1 });
    expect(metric()).toEqual([0]);
  });

  test('holds what was asked in it, to the millisecond, wherever its file lies', async () => {
    await capture(9);
    const { ports } = platform;
    const part = { from: '2026-03-02T09:10:00.000Z', to: '2026-03-02T09:20:00.000Z' };
    const { outcome } = await watchDrift(ports, { v: 1, model: 'churn', stage: 'production', ...part });
    // Named 09:00, it is 10 minutes before the window: beyond what SageMaker's buffering explains.
    expect(outcome).toBe('no-traffic');
    const near = { from: '2026-03-02T09:02:00.000Z', to: '2026-03-02T09:20:00.000Z' };
    await watchDrift(ports, { v: 1, model: 'churn', stage: 'production', ...near });
    const key = reports().find((name) => name.includes('09:02')) ?? '';
    expect(DriftReport.parse(JSON.parse(ports.objects.dump('artifacts')[key] ?? ''))).toMatchObject({ rowsRead: 216 });
  });

  test.each([
    ['without traffic', 0, 'no-traffic'],
    ['with too little of it', 50, 'not-enough-data'],
  ])('%s says so and leaves the alarm alone', async (_, rows, outcome) => {
    if (rows > 0) await capture(9, 1, rows);
    expect(await watch(9)).toMatchObject({ outcome, incident: 'none' });
    expect(reports()).toHaveLength(1);
    expect(metric()).toEqual([]);
  });

  test('of a configuration that no longer serves is reported and alarms nobody', async () => {
    await capture(9, 10);
    await platform.ports.registry.put({
      item: {
        ...platform.item('STAGE#production'),
        serving: { version: 1, configuration: 'newer', since: 's', release: 'r' },
      } as never,
      when: 'any',
    });
    const request = { v: 1 as const, model: 'churn', stage: 'production', configuration: CONFIGURATION, version: 1 };
    expect(await watchDrift(platform.ports, { ...request, ...window(9) })).toMatchObject({
      outcome: 'drift',
      incident: 'none',
    });
    expect(metric()).toEqual([]);
  });
});

describe('an incident', () => {
  test('opens once, goes on, and closes when the traffic is as it was', async () => {
    await capture(9, 10);
    await capture(10, 10);
    await capture(11);
    expect(await watch(9)).toMatchObject({ outcome: 'drift', incident: 'opened' });
    expect(await watch(9)).toMatchObject({ incident: 'continued' });
    expect(await watch(10)).toMatchObject({ incident: 'continued' });
    expect(platform.items('INCIDENT#')).toMatchObject([
      { state: 'open', since: window(9).from, last: window(10).to, columns: ['x'], version: 1 },
    ]);
    expect(await watch(11)).toMatchObject({ outcome: 'no-drift', incident: 'closed' });
    expect((await platform.events()).slice(-2)).toEqual(['drift-opened', 'drift-closed']);
    expect(metric()).toEqual([1, 1, 1, 0]);
  });

  test('is not moved by a window before what it knows', async () => {
    await capture(9);
    await capture(10, 10);
    await watch(10);
    expect(await watch(9)).toMatchObject({ outcome: 'no-drift', incident: 'none' });
    expect(platform.items('INCIDENT#')).toMatchObject([{ state: 'open' }]);
  });
});

describe('the message', () => {
  test('names the column and goes out once an incident, and once at its end', async () => {
    await capture(9, 10);
    await capture(10);
    await watch(9);
    const { publisher } = platform.ports;
    expect(await announceDrift(platform.ports, { alarm: ALARM, state: 'ALARM' })).toBe(true);
    await announceDrift(platform.ports, { alarm: ALARM, state: 'ALARM' });
    expect(publisher.published).toHaveLength(1);
    expect(publisher.published[0]?.body).toMatch(/\bx\b.*median/);
    await watch(10);
    await announceDrift(platform.ports, { alarm: ALARM, state: 'OK' });
    expect(publisher.published.map(({ attributes }) => attributes['kind'])).toEqual(['drift-opened', 'drift-closed']);
  });

  test.each([
    ['an alarm that was set by hand', ALARM],
    ['an alarm of no stage of ours', 'sluice-ghost-production-drift'],
    ['another alarm', `${CONFIGURATION}-errors`],
  ])('does not go out for %s', async (_, alarm) => {
    expect(await announceDrift(platform.ports, { alarm, state: 'ALARM' })).toBe(false);
    expect(platform.ports.publisher.published).toEqual([]);
  });
});

describe('the schedule', () => {
  test('asks for the window of each live stage that closed 20 minutes ago', async () => {
    platform.ports.clock.set('2026-03-02T11:21:00Z');
    expect(await scheduleWindows(platform.ports)).toBe(1);
    expect(platform.ports.queue.sent).toEqual([
      { v: 1, model: 'churn', stage: 'production', configuration: CONFIGURATION, version: 1, ...window(10) },
    ]);
  });

  test('asks for nothing while no window closed since the stage went live', async () => {
    platform.ports.clock.set('2026-03-02T08:30:00Z');
    expect(await scheduleWindows(platform.ports)).toBe(0);
  });

  test.each([
    ['2026-03-02T11:19:59Z', 1, '10:00', '09:00'],
    ['2026-03-02T11:20:00Z', 1, '11:00', '10:00'],
    ['2026-03-02T13:00:00Z', 6, '12:00', '06:00'],
    ['2026-03-02T00:10:00Z', 24, '00:00', '00:00'],
  ])('at %s with windows of %i hours the last ends at %s', (now, hours, to, from) => {
    const last = lastWindow(new Date(now), hours);
    expect([last.from.slice(11, 16), last.to.slice(11, 16)]).toEqual([from, to]);
    expect(Date.parse(last.to) - Date.parse(last.from)).toBe(hours * 3_600_000);
  });
});
