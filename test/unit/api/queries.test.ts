import { beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { DriftTrendView } from '../../../lib/core/contracts/api.ts';
import { driftReportKey, performanceReportKey } from '../../../lib/core/contracts/locations.ts';
import type { DriftReport } from '../../../lib/core/drift/document.ts';
import type { PerformanceWatch } from '../../../lib/core/performance/watch-document.ts';
import { verifyChain } from '../../../lib/core/registry/chain.ts';
import { create } from '../../../lib/core/registry/documents.ts';
import type { Incident, Release, Run } from '../../../lib/core/registry/entities.ts';
import { SK } from '../../../lib/core/registry/keys.ts';
import { keepSummary } from '../../../lib/core/usecases/drift/window-summaries.ts';
import { smallReport } from '../core/reports/_samples.ts';
import { applied, codeOf, live, registered, type TestPlatform, testPlatform } from './_platform.ts';

const driftReport = (configuration: string, from: string, to: string): DriftReport => ({
  v: 1,
  model: 'churn',
  stage: 'production',
  version: 1,
  configuration,
  window: { from, to },
  baselineDataset: 'rows-sha256-v2:0',
  rowsRead: 0,
  requests: 0,
  skipped: {},
  outcome: 'no-traffic',
  columns: [],
  budget: { falseAlarmsPerYear: 4, windowsPerYear: 8766, columns: 2, alpha: 0.0002 },
});

/** As the monitor leaves it: the report, and the window in a few numbers. */
async function measured(report: DriftReport): Promise<void> {
  const { model, stage, configuration, window } = report;
  const key = driftReportKey(model, stage, configuration, window.from, window.to);
  await platform.objects.put({ bucket: 'artifacts', key }, JSON.stringify(report));
  await keepSummary(platform.registry, report, { report: key });
}

let platform: TestPlatform;
const get = (path: string, query: Record<string, string> = {}) => platform.call('GET', path, { query });
beforeEach(async () => {
  platform = testPlatform();
  await applied(platform);
});

test('versions are listed newest first, and told with their lineage', async () => {
  for (const version of [1, 2, 3]) await registered(platform, version);
  const { body } = await get('/models/churn/versions', { limit: '2' });
  expect(body.items.map(({ version }) => version)).toEqual([3, 2]);
  expect((await get('/models/churn/versions', { cursor: body.cursor })).body).toMatchObject({
    items: [{ version: 1 }],
  });
  const one = await get('/models/churn/versions/2');
  expect(one.body).toMatchObject({ version: 2, artifact: { uri: 's3://a' } });
  expect(Object.keys(one.body)).not.toEqual(expect.arrayContaining(['pk', 'sk', 'rev', 'v']));
  for (const bad of ['0', 'x', '1e3x', '9999999'])
    expect(codeOf(await get(`/models/churn/versions/${bad}`))).toBe('unknown-version');
});

test('stages are all the policy has, with what serves', async () => {
  await registered(platform, 1);
  await live(platform, 1);
  expect((await get('/models/churn/stages')).body.items).toMatchObject([
    { stage: 'staging', endpoint: 'sluice-churn-staging', approval: false },
    { stage: 'production', serving: { version: 1 } },
  ]);
});

describe('events', () => {
  test('come in order, page by page, and their chain holds against the head', async () => {
    for (const version of [1, 2, 3]) await registered(platform, version);
    const first = await get('/models/churn/events', { limit: '3' });
    expect(first.body.cursor).toBe('3');
    const second = await get('/models/churn/events', { cursor: first.body.cursor });
    expect(second.body.cursor).toBeUndefined();
    const { head } = (await get('/models/churn')).body;
    expect(verifyChain('churn', [...first.body.items, ...second.body.items], head)).toEqual({ ok: true, events: 4 });
  });

  test.each(['x', '-1', '1.5', '../'])('the cursor %j is refused', async (cursor) => {
    expect(codeOf(await get('/models/churn/events', { cursor }))).toBe('invalid-request');
  });
});

test('drift tells incidents and the newest reports of a stage, across configurations', async () => {
  const incident: Incident = {
    v: 1,
    model: 'churn',
    stage: 'production',
    kind: 'drift',
    untold: [],
    since: '2026-01-05T06:00:00.000Z',
    state: 'open',
    version: 1,
    report: 'r',
    columns: ['age'],
    last: '2026-01-05T07:00:00.000Z',
  };
  await platform.registry.put(create(SK.incident('production', incident.since), incident));
  const windows = [
    ['conf-000002', '2026-01-05T06:00:00.000Z', '2026-01-05T07:00:00.000Z'],
    ['conf-000001', '2026-01-05T05:00:00.000Z', '2026-01-05T06:00:00.000Z'],
    ['conf-000001', '2026-01-05T04:00:00.000Z', '2026-01-05T05:00:00.000Z'],
  ] as const;
  for (const [configuration, from, to] of windows) await measured(driftReport(configuration, from, to));
  await measured({ ...driftReport('c', 'x', 'y'), stage: 'staging' });
  const { body } = await get('/models/churn/stages/production/drift', { limit: '2' });
  expect(body).toMatchObject({
    incidents: [{ state: 'open', columns: ['age'] }],
    reports: [{ window: { from: windows[0][1] } }, { window: { from: windows[1][1] } }],
  });
  expect(body.reports).toHaveLength(2);
  expect((await get('/models/churn/drift', { limit: '1' })).body.items).toMatchObject([
    { stage: 'staging', incidents: [], reports: [{ configuration: 'c' }] },
    { stage: 'production', incidents: [{ state: 'open' }], reports: [{ window: { from: windows[0][1] } }] },
  ]);
});

test('drift tells incidents of every kind, and many of one hide none of another', async () => {
  const put = (kind: Incident['kind'], since: string, columns: string[], state: Incident['state'] = 'open') =>
    platform.registry.put(
      create(SK.incident('production', since, kind), {
        ...{ v: 1, model: 'churn', stage: 'production', kind, untold: [], since, state, version: 1, columns },
        last: '2026-01-05T07:00:00.000Z',
      }),
    );
  await put('health', '2026-01-05T05:00:00.000Z', ['errors', 'latency']);
  await put('performance', '2026-01-04T00:00:00.000Z', ['auc']);
  await put('drift', '2026-01-05T06:00:00.000Z', ['age']);
  await put('drift', '2026-01-05T01:00:00.000Z', ['plan'], 'closed');
  await put('drill', '2026-01-05T06:30:00.000Z', ['age']);
  const told = async (query = {}) =>
    z
      .object({ incidents: z.array(z.object({ kind: z.string(), columns: z.array(z.string()) })) })
      .parse((await get('/models/churn/stages/production/drift', query)).body)
      .incidents.map(({ kind, columns }) => `${kind} ${columns.join()}`);
  expect(await told()).toEqual(['drift age', 'health errors,latency', 'drift plan', 'performance auc']);
  expect(await told({ limit: '1' })).toEqual(['drift age', 'health errors,latency', 'performance auc']);
  expect(await told({ at: '2026-01-05T05:30:00Z' })).toEqual([
    'health errors,latency',
    'drift plan',
    'performance auc',
  ]);
});

test('drift gives as many reports as fit into one answer, and says that there are more', async () => {
  for (const hour of ['01', '02', '03']) {
    const [from, to] = [`2026-01-05T${hour}:00:00.000Z`, `2026-01-05T${hour}:59:00.000Z`];
    await measured({ ...driftReport('c', from, to), skipped: { ['x'.repeat(1_800_000)]: 1 } });
  }
  const { body } = await get('/models/churn/stages/production/drift');
  expect(body).toMatchObject({ reports: [{}, {}], more: true });
  const rest = await get('/models/churn/stages/production/drift', { cursor: body.cursor });
  expect(rest.body).toMatchObject({ reports: [{ window: { from: '2026-01-05T01:00:00.000Z' } }], more: false });
  expect(rest.body.cursor).toBeUndefined();
  expect((await get('/models/churn/stages/production/drift', { limit: '2' })).body).toMatchObject({ more: false });
});

describe('the drift of a time', () => {
  const hour = (h: number): string => `2026-01-05T0${h}:00:00.000Z`;
  const incident = (since: number, last: number): Incident => ({
    ...{ v: 1, model: 'churn', stage: 'production', state: 'closed', version: 1, report: 'r', columns: ['age'] },
    ...{ kind: 'drift', untold: [], since: hour(since), last: hour(last) },
  });
  beforeEach(async () => {
    for (const h of [1, 2, 3, 4, 5]) await measured(driftReport('c', hour(h), hour(h + 1)));
    await measured(driftReport('d', hour(3), hour(4)));
    for (const found of [incident(1, 2), incident(3, 4), incident(5, 6)])
      await platform.registry.put(create(SK.incident('production', found.since), found));
  });

  test('is of windows that lie in it, page by page, each configuration by itself', async () => {
    const time = { from: '2026-01-05T03:00:00+01:00', to: hour(5) };
    const first = await get('/models/churn/stages/production/drift', { ...time, limit: '2' });
    const second = await get('/models/churn/stages/production/drift', {
      ...time,
      limit: '2',
      cursor: first.body.cursor,
    });
    const told = [first, second].flatMap(({ body }) => body.reports as DriftReport[]);
    expect(told.map(({ window, configuration }) => [window.from, configuration])).toEqual([
      [hour(4), 'c'],
      [hour(3), 'd'],
      [hour(3), 'c'],
      [hour(2), 'c'],
    ]);
    expect(first.body).toMatchObject({ incidents: [{ since: hour(3) }] });
  });

  test('has no window that only begins in it', async () => {
    const { body } = await get('/models/churn/stages/production/drift', { from: hour(4), to: '2026-01-05T05:30:00Z' });
    expect(body.reports).toMatchObject([{ window: { from: hour(4) } }]);
  });

  test('may be one moment: then it is of the windows that hold it, and of their incident', async () => {
    const at = async (time: string) => {
      const { body } = await get('/models/churn/stages/production/drift', { at: time });
      const told = body as unknown as { reports: DriftReport[]; incidents: Incident[] };
      return [told.reports.map(({ configuration }) => configuration), told.incidents.map(({ since }) => since)];
    };
    expect(await at('2026-01-05T03:59:59.999Z')).toEqual([['d', 'c'], [hour(3)]]);
    expect(await at(hour(4))).toEqual([['c'], []]);
    expect(await at(hour(6))).toEqual([[], []]);
    const { status } = await get('/models/churn/stages/production/drift', { at: hour(4), to: hour(5) });
    expect(status).toBe(400);
  });

  test('that ends before it begins is refused', async () => {
    const { status, body } = await get('/models/churn/stages/production/drift', { from: hour(4), to: hour(4) });
    expect([status, body.errors]).toMatchObject([400, [{ pointer: '?from' }]]);
    expect((await get('/models/churn/stages/production/drift/trend', { from: hour(4), to: hour(4) })).status).toBe(400);
  });
});

describe('a trend', () => {
  const hour = (h: number): string => `2026-01-05T${String(h).padStart(2, '0')}:00:00.000Z`;
  const column = (name: string, effect: number, drifted: boolean) => ({
    ...{ kind: 'category', name, rows: 300, effect, limit: 0.03, drifted, changes: [] },
    measures: { missing: { now: 0, baseline: 0, p: 1, psi: 0 } },
    ...{ now: { count: 300, nulls: 0, levels: [] }, baseline: { count: 300, nulls: 0, levels: [] } },
  });
  const window = (h: number, outcome: DriftReport['outcome'], columns: unknown[] = []) =>
    measured({
      ...driftReport('c', hour(h), hour(h + 1)),
      ...{ outcome, rowsRead: 300, requests: 301, columns: columns as DriftReport['columns'] },
      budget: { falseAlarmsPerYear: 4, windowsPerYear: 8766, columns: 2, alpha: 0.0002, spent: 0.0004 },
    });

  test('has every window oldest first, columns that were called first, incidents and releases', async () => {
    await window(3, 'not-enough-data', [column('age', 9, false)]);
    await window(1, 'no-drift', [column('plan', 0.2, false), column('age', 0.01, false)]);
    await window(2, 'drift', [column('age', 0.12345, true), column('plan', 0.02, false)]);
    const release = {
      ...{ v: 1, model: 'churn', release: '01JD8ZQ4000000000000000001', stage: 'production', kind: 'promote' },
      ...{ version: 1, author: 'anna', state: 'live', fence: 1, endpoint: 'e', configuration: 'c', effectiveShare: 1 },
      ...{ rollout: { strategy: 'all-at-once', bakeMinutes: 0 }, requested: hour(1), ended: hour(2) },
    } as Release;
    await platform.registry.put(create(SK.release('production', release.release), release));
    const { body } = await get('/models/churn/stages/production/drift/trend', { from: hour(0), to: hour(9) });
    expect(body).toMatchObject({
      windows: [
        { from: hour(1), outcome: 'no-drift', rows: 300, requests: 301, budget: { spent: 0.0004 } },
        { from: hour(2), outcome: 'drift' },
        { from: hour(3), outcome: 'not-enough-data' },
      ],
      more: false,
      limit: 0.03,
      columns: [
        { name: 'age', called: 1, effects: [0.01, 0.123, null] },
        { name: 'plan', called: 0, effects: [0.2, 0.02, null] },
      ],
      columnsLeft: 0,
      incidents: [],
      releases: [{ version: 1, state: 'live', ended: hour(2) }],
    });
    const early = await get('/models/churn/stages/production/drift/trend', { from: hour(0), to: hour(1) });
    expect(early.body).toMatchObject({ windows: [], columns: [], releases: [] });
  });

  test('has the days of performance: measured on ripe labels, estimated of the day, beside what was held out', async () => {
    const figure = { value: 0.8, low: 0.78, high: 0.82 };
    const watch = (day: string, more: Partial<PerformanceWatch> = {}): PerformanceWatch => ({
      ...{ v: 1, model: 'churn', stage: 'production', version: 1, configuration: 'c', outcome: 'not-enough-labels' },
      window: { from: `${day}T00:00:00.000Z`, to: `${day}T24:00:00.000Z` },
      ...{ judged: [], budget: { falseAlarmsPerYear: 1, windowsPerYear: 365, spent: 0 } },
      configurations: [
        {
          ...{ configuration: 'c', version: 1, requests: 9, rows: 9, unread: {}, labelled: 0, strangeLabels: 0 },
          ...{ measured: {}, estimated: { auc: { ...figure, error: 0.01 } }, heldOut: { auc: figure, f1: figure } },
        },
      ],
      labels: { known: 0, corrected: 0, unreadable: 0 },
      ...more,
    });
    const judged = {
      metric: 'auc',
      heldOut: figure,
      measured: { ...figure, value: 0.7 },
      decline: 0.1,
      margin: 0,
      least: 0,
    };
    const span = { span: 'now' as const, from: hour(0), to: hour(1), days: 1, rows: 400, labelled: 300, level: 0.1 };
    const declined = { outcome: 'decline' as const, judged: [{ ...span, metrics: [{ ...judged, called: true }] }] };
    for (const each of [watch('2026-01-05'), watch('2026-01-06', declined), watch('2026-01-09')]) {
      const key = performanceReportKey('churn', 'production', each.window);
      await platform.objects.put({ bucket: 'artifacts', key }, JSON.stringify(each));
    }
    const time = { from: hour(0), to: '2026-01-07T12:00:00Z' };
    const { body } = await get('/models/churn/stages/production/drift/trend', time);
    const told = (body as unknown as DriftTrendView).performance;
    expect(told).toMatchObject([
      {
        outcome: 'not-enough-labels',
        labelled: 0,
        metrics: [{ metric: 'auc', heldOut: 0.8, estimated: figure, called: false }],
      },
      { outcome: 'decline', labelled: 300, metrics: [{ metric: 'auc', measured: { value: 0.7 }, called: true }] },
    ]);
    expect(told[0]?.metrics[0]?.measured).toBeUndefined();
  });

  test('measured again is put over itself, and is the last thirty days unless a time is named', async () => {
    await window(1, 'no-traffic');
    await window(1, 'no-drift');
    platform.ports.clock.set('2026-02-04T00:30:00.000Z');
    const { body } = await get('/models/churn/stages/production/drift/trend');
    expect(body).toMatchObject({ from: '2026-01-05T00:30:00.000Z', windows: [{ outcome: 'no-drift' }] });
    platform.ports.clock.set('2026-02-04T01:30:00.000Z');
    expect((await get('/models/churn/stages/production/drift/trend')).body).toMatchObject({ windows: [] });
  });

  test('has the newest thousand windows, and of a wide model the 200 columns that changed most', async () => {
    const wide = Array.from({ length: 230 }, (_, i) => column(`c${i}`, 1 - i / 1000, false));
    const begin = Date.parse('2026-01-01T00:00:00.000Z');
    const minute = (i: number): string => new Date(begin + i * 60_000).toISOString();
    for (let i = 0; i < 1001; i += 1) {
      const report = { ...driftReport('c', minute(i), minute(i + 1)), outcome: 'no-drift' as const };
      await keepSummary(platform.registry, { ...report, columns: (i === 1000 ? wide : []) as never }, { report: 'r' });
    }
    const { body } = await get('/models/churn/stages/production/drift/trend', { from: minute(0), to: minute(1001) });
    const { windows, columns, more } = body as unknown as DriftTrendView;
    expect([windows.length, windows[0]?.from, more]).toEqual([1000, minute(1), true]);
    expect([columns.length, columns.at(-1)?.name]).toEqual([200, 'c199']);
  });
});

describe('the report of a dataset', () => {
  const run = {
    v: 1 as const,
    model: 'churn',
    run: '01JD8Y0B7C3VX5KQ0000000001',
    upload: 'u',
    attempt: 1,
    execution: 'e',
    author: 'anna',
  };
  const started = '2026-01-05T06:00:00.000Z';

  test('is what the check wrote beside the dataset', async () => {
    const document: Run = { ...run, state: 'registered', dataset: 'rows-sha256-v2:abc', started };
    await platform.ports.registry.put(create(SK.run('01JD8Y0B7C3VX5KQ0000000001'), document));
    const report = smallReport({ run: '01JD8Y0B7C3VX5KQ0000000001' });
    const key = 'churn/datasets/01JD8Y0B7C3VX5KQ0000000001/report.json';
    await platform.ports.objects.put({ bucket: 'artifacts', key }, JSON.stringify(report));
    expect(await get('/models/churn/runs/01JD8Y0B7C3VX5KQ0000000001/report')).toMatchObject({
      status: 200,
      body: report,
    });
  });

  test('is missing while nothing was accepted', async () => {
    await platform.ports.registry.put(
      create(SK.run('01JD8Y0B7C3VX5KQ0000000001'), { ...run, state: 'refused', started } satisfies Run),
    );
    const answer = await get('/models/churn/runs/01JD8Y0B7C3VX5KQ0000000001/report');
    expect(codeOf(answer)).toBe('unknown-report');
    expect(JSON.stringify(answer.body)).toContain('it is refused');
    expect(codeOf(await get('/models/churn/runs/01JD8Y0B7C3VX5KQ0000000002/report'))).toBe('unknown-run');
  });

  test('is compared with that of a run that is there and accepted one', async () => {
    await platform.ports.registry.put(
      create(SK.run('01JD8Y0B7C3VX5KQ0000000001'), { ...run, state: 'refused', started } satisfies Run),
    );
    const path = '/models/churn/runs/01JD8Y0B7C3VX5KQ0000000001/difference';
    const codeWith = async (id: string) => codeOf(await get(`${path}/${id}`));
    expect(await codeWith('01JD8Y0B7C3VX5KQ0000000001')).toBe('unknown-report');
    expect(await codeWith('01JD8Y0B7C3VX5KQ0000000002')).toBe('unknown-run');
    expect(await codeWith('latest')).toBe('unknown-run');
  });
});
