/** From a window to the message: report, incident, metric, notice. */
import { beforeEach, describe, expect, test } from 'vitest';
import { IncidentEvent } from '../../../lib/core/contracts/incidents.ts';
import { DriftReport } from '../../../lib/core/drift/document.ts';
import { fleetDimensions } from '../../../lib/core/release/guardrails.ts';
import { watchDrift } from '../../../lib/core/usecases/drift/watch-drift.ts';
import { announceIncident } from '../../../lib/core/usecases/incidents/announce-incident.ts';
import { PlayedEndpoint, released, releaseTasks } from '../workflows/_release.ts';
import { GOOD, trained } from '../workflows/_training.ts';
import { type Arrivals, type Look, type Played, playHour } from './_looks.ts';
import { csv, type MemoryPlatform, memoryPlatform } from './_platform.ts';

const CONFIGURATION = 'sluice-churn-production-000001';

let platform: MemoryPlatform;
let endpoint: PlayedEndpoint;
beforeEach(async () => {
  platform = memoryPlatform();
  endpoint = new PlayedEndpoint(platform);
  await platform.apply();
  await trained(platform, csv(1000));
  await released(platform, releaseTasks(platform, endpoint), { version: 1 });
});

const window = (hour: number) => ({
  from: `2026-03-02T${String(hour).padStart(2, '0')}:00:00.000Z`,
  to: `2026-03-02T${String(hour + 1).padStart(2, '0')}:00:00.000Z`,
});

/** Rows of `csv` as requests that were captured, spread over the hour. @param answer to the cells of a row */
async function capture(
  hour: number,
  scale = 1,
  rows = 600,
  configuration = CONFIGURATION,
  answer?: (cells: readonly string[]) => string,
): Promise<void> {
  const lines = csv(1000, scale)
    .trim()
    .split('\n')
    .slice(1, rows + 1);
  const records = lines.map((line, i) => {
    const data = line.split(',').slice(0, 2).join(',');
    const inferenceTime = new Date(Date.parse(window(hour).from) + i * 5000).toISOString();
    const output = answer && {
      ...{ observedContentType: 'text/csv', mode: 'OUTPUT', data: `${answer(line.split(','))}\n`, encoding: 'CSV' },
    };
    return JSON.stringify({
      captureData: {
        endpointInput: { observedContentType: 'text/csv', mode: 'INPUT', data, encoding: 'CSV' },
        ...(output ? { endpointOutput: output } : {}),
      },
      eventMetadata: { eventId: `e${hour}-${i}`, inferenceTime },
      eventVersion: '0',
    });
  });
  const folder = `churn/production/${configuration}/sluice-churn-production/primary/2026/03/02/${String(hour).padStart(2, '0')}`;
  await platform.ports.objects.put(
    { bucket: 'capture', key: `${folder}/00-00-000-a.jsonl` },
    `${records.join('\n')}\nnot json\n`,
  );
}

const watch = (hour: number, more: { reading?: 1 | 2 } = {}) =>
  watchDrift(platform.ports, { v: 1, model: 'churn', stage: 'production', ...window(hour), ...more });
const reports = () =>
  Object.keys(platform.ports.objects.dump('artifacts')).filter((key) => key.includes('/reports/drift/'));
/** What the bus delivers, all of it again each time: it may. */
const announced = async () => {
  for (const { detail } of platform.ports.bus.events)
    expect(await announceIncident(platform.ports, IncidentEvent.parse(detail))).toBe(true);
};
const told = () => platform.ports.bus.events.map(({ detail }) => IncidentEvent.parse(detail).change);
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
    expect(metric()).toEqual([1]);
  });

  test('is not opened by a window before the newest, whatever it found', async () => {
    await capture(9, 10);
    await capture(10);
    await watch(10);
    expect(await watch(9)).toMatchObject({ outcome: 'drift', incident: 'none' });
    expect(platform.items('INCIDENT#')).toEqual([]);
    expect(metric()).toEqual([0]);
  });

  test('counts a window that could not be measured for nothing: an earlier one that comes late still speaks', async () => {
    await capture(9, 10);
    await watch(10);
    expect(await watch(9)).toMatchObject({ incident: 'opened' });
    expect(metric()).toEqual([1]);
  });
});

describe('what the model answers', () => {
  const newest = (): DriftReport => {
    const key = reports().sort().at(-1) ?? '';
    return DriftReport.parse(JSON.parse(platform.ports.objects.dump('artifacts')[key] ?? ''));
  };
  const predictions = () => newest().columns.find(({ name }) => name === 'predictions');

  test('is judged as a column, beside the answers to the rows that were held out', async () => {
    await capture(9, 1, 600, CONFIGURATION, (cells) => GOOD([...cells]));
    expect(await watch(9)).toMatchObject({ outcome: 'no-drift' });
    expect(predictions()).toMatchObject({ kind: 'number', of: 'predictions', rows: 600, drifted: false });
    expect(newest().spans?.[0]).toMatchObject({ tests: 7 });
  });

  test('and that changed while no column did opens an incident; it stands first', async () => {
    await capture(9, 1, 600, CONFIGURATION, () => 'yes,0.5');
    expect(await watch(9)).toMatchObject({ outcome: 'drift', incident: 'opened' });
    expect(newest().columns[0]).toMatchObject({ name: 'predictions', drifted: true, changes: ['values'] });
    expect(platform.items('INCIDENT#')).toMatchObject([{ columns: ['predictions'] }]);
    const page = Object.entries(platform.ports.objects.dump('artifacts')).find(([key]) => key.includes('drift-pages'));
    expect(page?.[1]).toContain('Drift:</b> predictions changed');
  });

  test('counts as missing where it is none of its answers, and is not known where none was captured', async () => {
    await capture(9, 1, 600, CONFIGURATION, () => 'perhaps,0.5');
    await watch(9);
    expect(predictions()).toMatchObject({ drifted: true, changes: ['missing'], now: { nulls: 1 } });
    await capture(10);
    await watch(10);
    expect(predictions()).toMatchObject({ kind: 'unknown', problem: 'no answer of the model was captured' });
  });
});

describe('the page of a window', () => {
  const page = (hour: number) =>
    platform.ports.objects.dump('artifacts')[
      `churn/reports/drift-pages/production/${CONFIGURATION}/${window(hour).from}_${window(hour).to}.html`
    ] ?? '';

  test('lies there for every window, and names the incident it belongs to', async () => {
    await capture(8);
    await capture(9, 10);
    await capture(10);
    await watch(8);
    expect(page(8)).toContain('No drift');
    expect(page(8)).not.toContain('incident');
    await watch(9);
    expect(page(9)).toMatch(/Drift:<\/b> 1 of 2 columns changed/);
    expect(page(9)).toContain('incident of 2026-03-02 09:00 UTC, open');
    await watch(10);
    expect(page(10)).toContain('incident of 2026-03-02 09:00 UTC, closed');
  });

  test('shows the effect in the windows before of the same length, gaps where there was no answer', async () => {
    await capture(7);
    await capture(9, 10);
    const part = { from: '2026-03-02T07:10:00.000Z', to: '2026-03-02T07:20:00.000Z' };
    await watchDrift(platform.ports, { v: 1, model: 'churn', stage: 'production', ...part });
    for (const hour of [7, 8, 9]) await watch(hour);
    const key = reports().find((name) => name.includes(`/${window(9).from}`)) ?? '';
    const { history } = DriftReport.parse(JSON.parse(platform.ports.objects.dump('artifacts')[key] ?? ''));
    expect(history?.windows.map(({ from }) => from)).toEqual([7, 8, 9].map((hour) => window(hour).from));
    const [x] = history?.columns ?? [];
    expect(x).toMatchObject({ name: 'x', effects: [expect.any(Number), null, expect.any(Number)] });
    expect(x?.effects[0]).toBeLessThan(0.1);
    expect(x?.effects[2]).toBeGreaterThan(1);
    expect(page(9)).toContain('The last 3 windows');
  });
});

describe('windows together', () => {
  const report = (hour: number) => {
    const key = reports().find((name) => name.includes(`/${window(hour).from}`)) ?? '';
    return DriftReport.parse(JSON.parse(platform.ports.objects.dump('artifacts')[key] ?? ''));
  };
  const counts = () =>
    Object.entries(platform.ports.objects.dump('artifacts')).filter(([key]) => key.includes('/drift-counts/'));

  test('few rows an hour are judged once there are enough, and told as what they are', async () => {
    for (const hour of [6, 7, 8, 9]) await capture(hour, 10, 60);
    const found: string[] = [];
    for (const hour of [6, 7, 8, 9]) found.push((await watch(hour)).outcome);
    expect(found).toEqual(['not-enough-data', 'not-enough-data', 'not-enough-data', 'drift']);
    const told = report(9);
    expect(told).toMatchObject({
      rowsRead: 60,
      spans: [
        { span: 'now', from: window(6).from, windows: 4, rows: 240, called: ['x'], reference: { kind: 'training' } },
      ],
    });
    expect(told.columns[0]).toMatchObject({
      name: 'x',
      drifted: true,
      rows: 240,
      span: { from: window(6).from, windows: 4 },
    });
    // Three quarters of the four: the rest is for performance.
    expect(told.budget.spent).toBeCloseTo(3 / 8766, 12);
  });

  test('what was called is not judged again with what came after', async () => {
    await capture(8, 10);
    await capture(9, 1, 60);
    expect(await watch(8)).toMatchObject({ incident: 'opened' });
    expect(await watch(9)).toMatchObject({ outcome: 'not-enough-data', incident: 'none' });
  });

  test('a window that is measured again is kept once, and gives the same answer', async () => {
    await capture(8, 1, 150);
    await capture(9, 1, 150);
    for (const hour of [8, 9, 9, 8]) await watch(hour);
    expect(counts()).toHaveLength(2);
    expect(report(9).spans).toMatchObject([{ windows: 2, rows: 300 }]);
  });

  test('what changed as it did last year is no drift, and the report says so', async () => {
    await capture(9, 10);
    expect(await watch(9)).toMatchObject({ outcome: 'drift' });
    const [[key = '', text = ''] = []] = counts();
    const { from, to } = window(9);
    for (const weeks of [50, 51, 52, 53]) {
      const then = (time: string) => new Date(Date.parse(time) - weeks * 7 * 86_400_000).toISOString();
      const [old, body] = [key, text].map((each) => each.replace(from, then(from)).replace(to, then(to)));
      await platform.ports.objects.put({ bucket: 'artifacts', key: old ?? '' }, body ?? '');
    }
    expect(await watch(9)).toMatchObject({ outcome: 'no-drift', incident: 'closed' });
    expect(report(9).spans).toMatchObject([
      { called: [], asLastYear: ['x'], reference: { kind: 'last-year', spans: 4 } },
    ]);
  });

  test('requests that were served and not captured are told apart from no traffic', async () => {
    const served = fleetDimensions('sluice-churn-production', CONFIGURATION);
    const time = new Date(window(9).from);
    await platform.ports.metrics.put('AWS/SageMaker', 'Invocations', 12, served, time);
    expect(await watch(9)).toMatchObject({ outcome: 'capture-stopped', incident: 'none' });
    expect(report(9)).toMatchObject({ served: 12, requests: 0, spans: [] });
    expect(await watch(10)).toMatchObject({ outcome: 'no-traffic' });
  });
});

describe('a second reading', () => {
  const rowsRead = () =>
    reports().map((key) => DriftReport.parse(JSON.parse(platform.ports.objects.dump('artifacts')[key] ?? '')).rowsRead);

  test('finds the files that came late and overwrites the report, and nothing else follows', async () => {
    await capture(9, 1, 300);
    await watch(9, { reading: 1 });
    expect(rowsRead()).toEqual([300]);
    await capture(9, 10, 600);
    const before = await platform.events();
    expect(await watch(9, { reading: 2 })).toMatchObject({ outcome: 'drift', incident: 'none' });
    expect(rowsRead()).toEqual([600]);
    expect(await platform.events()).toEqual(before);
    expect(metric()).toEqual([0]);
  });

  test.each(['before', 'after'])('neither closes nor reopens what the newer window said, read %s it', async (order) => {
    await capture(9);
    await capture(10, 10);
    await watch(9);
    if (order === 'before') await watch(9, { reading: 2 });
    await watch(10, { reading: 1 });
    if (order === 'after') await watch(9, { reading: 2 });
    expect(platform.items('INCIDENT#')).toMatchObject([{ state: 'open', since: window(10).from }]);
    expect(metric()).toEqual([0, 1]);
  });
});

describe('a release to another version', () => {
  const release = () => released(platform, releaseTasks(platform, endpoint), { version: 2 });

  beforeEach(async () => {
    await trained(platform, csv(240, 1, 2), undefined, 'churn/uploads/second.csv');
    await platform.ports.registry.put({
      item: { ...platform.item('VERSION#000002'), champion: 1 } as never,
      when: 'any',
    });
    await capture(9, 10);
    await watch(9);
    await announced();
  });

  test('closes the incident of the old one, clears the alarm, and one message says so', async () => {
    platform.ports.clock.set('2026-03-02T10:25:00.000Z');
    const { asked, execution } = await release();
    expect(execution).toMatchObject({ output: { outcome: 'live' } });
    expect(platform.items('INCIDENT#')).toMatchObject([
      { state: 'closed', version: 1, end: { reason: 'version-changed', release: asked.release, serving: 2 } },
    ]);
    const closed = (await platform.ports.registry.events('churn')).at(-1);
    expect(closed).toMatchObject({ kind: 'drift-closed', data: { version: 1, serving: 2, reason: 'version-changed' } });
    expect(metric()).toEqual([1, 0]);
    await announced();
    const { published } = platform.ports.publisher;
    expect(published.map(({ attributes }) => attributes['kind'])).toEqual(['drift-opened', 'drift-closed']);
    expect(published[1]?.subject).toContain('drift incident of v1 over, v2 serves now');

    // Its own window opens an incident of its own, with a message of its own.
    const request = { v: 1 as const, model: 'churn', stage: 'production' };
    await capture(11, 10, 600, 'sluice-churn-production-000002');
    expect(await watchDrift(platform.ports, { ...request, ...window(11) })).toMatchObject({ incident: 'opened' });
    expect(metric()).toEqual([1, 0, 1]);
    await announced();
    expect(published.map(({ attributes }) => attributes['kind'])).toEqual([
      'drift-opened',
      'drift-closed',
      'drift-opened',
    ]);
    // Two hours before: what changed is told, and the way back.
    const body = published[2]?.body.replace(/\s+/g, ' ') ?? '';
    expect(body).toContain('Shortly before: v2 went live 10:2');
    expect(body).toContain('(v1 before)');
    expect(body).toContain('sluice rollback churn --stage production --to 1');
    expect(published[0]?.body).not.toContain('rollback');
  });

  test('that was rolled back leaves the incident open: the old version serves', async () => {
    endpoint.traffic = { requests: 100, errors: 50 };
    expect((await release()).execution).toMatchObject({ output: { outcome: 'rolled-back' } });
    expect(platform.items('INCIDENT#')).toMatchObject([{ state: 'open' }]);
    expect(metric()).toEqual([1]);
  });

  test('clears the alarm also when the first try died between incident and metric', async () => {
    const { metrics } = platform.ports;
    const put = metrics.put.bind(metrics);
    let faults = 1;
    metrics.put = async (namespace, name, ...rest) => {
      if (name === 'Drift' && faults-- > 0) throw new Error('CloudWatch is away');
      return put(namespace, name, ...rest);
    };
    await release();
    expect(metric()).toEqual([1, 0]);
    expect((await platform.events()).filter((kind) => kind === 'drift-closed')).toHaveLength(1);
  });
});

describe('the message', () => {
  test('names the column and goes out once an incident, and once at its end', async () => {
    await capture(9, 10);
    await capture(10);
    await watch(9);
    const { publisher } = platform.ports;
    await announced();
    await announced();
    expect(publisher.published).toHaveLength(1);
    expect(publisher.published[0]?.body).toMatch(/\bx\b.*median/);
    await watch(10);
    await announced();
    expect(publisher.published.map(({ attributes }) => attributes['kind'])).toEqual(['drift-opened', 'drift-closed']);
  });

  test('names an upload that was accepted shortly before, and the columns that changed in it too', async () => {
    const { ports } = platform;
    ports.clock.set('2026-03-02T08:40:00.000Z');
    await trained(platform, csv(300, 3, 5), undefined, 'churn/uploads/march.csv');
    await capture(9, 10);
    await watch(9);
    await announced();
    const body = ports.publisher.published[0]?.body.replace(/\s+/g, ' ') ?? '';
    expect(body).toMatch(/Shortly before: march\.csv was accepted 08:4\d UTC, 2026-03-02/);
  });

  test('is told again by a try that died before it was put, and nothing is lost by the window after it', async () => {
    await capture(9, 10);
    await capture(10);
    const { bus } = platform.ports;
    const put = bus.put.bind(bus);
    bus.put = async () => {
      throw new Error('EventBridge is away');
    };
    await expect(watch(9)).rejects.toThrow('EventBridge is away');
    await expect(watch(9)).rejects.toThrow('EventBridge is away');
    expect(told()).toEqual([]);
    bus.put = put;
    expect(await watch(10)).toMatchObject({ incident: 'closed' });
    expect(told()).toEqual(['opened', 'closed']);
    await watch(10);
    expect(told()).toEqual(['opened', 'closed']);
    await announced();
    const kinds = platform.ports.publisher.published.map(({ attributes }) => attributes['kind']);
    expect(kinds).toEqual(['drift-opened', 'drift-closed']);
  });
});

/** What SageMaker counts of a minute of the hour. */
const count = (hour: number, requests: number, minute: number) =>
  platform.ports.metrics.put(
    'AWS/SageMaker',
    'Invocations',
    requests,
    fleetDimensions('sluice-churn-production', CONFIGURATION),
    new Date(Date.parse(window(hour).from) + minute * 60_000),
  );

test('the first bad window is told of within five minutes of its end, hour by hour', async () => {
  const told: Played['told'] = [];
  const looks: Look[] = [];
  for (let hour = 9; hour < 14; hour++) {
    const arrivals: Arrivals = [
      [1, () => capture(hour, hour < 11 ? 1 : 10)],
      [1.5, () => count(hour, 600, 30)],
      [1.9, () => count(hour + 1, 1, 0)],
    ];
    const played = await playHour(platform, window(hour).to, arrivals);
    told.push(...played.told.map((each) => ({ ...each, subject: `${hour} ${each.subject}` })));
    looks.push(...played.looks);
  }
  expect(looks.every(({ minute }) => minute === 2)).toBe(true);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ kind: 'drift-opened', subject: expect.stringMatching(/^11 /) });
  expect(told[0]?.minute).toBeLessThanOrEqual(5);
  expect(platform.ports.publisher.published[0]?.body).toContain(window(11).from.slice(11, 16));
});
